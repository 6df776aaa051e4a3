/** On the server's own machine there is no name: whoever may open the socket is the admin. */
export const ACTOR = { who: 'admin.sock', from: 'local' };
