/** What stretching a password costs where its cost is not what is tested: next to nothing. */
export const quickCost = { 'argon2id-custom': { iterations: 1, memory: 64, parallelism: 1 } };
