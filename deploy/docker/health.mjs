// Whether the server takes writes; the container's health check. Its certificate is for another name than this one.
import http from 'node:http';
import https from 'node:https';

const { WAXWING_TLS_CERT, WAXWING_PORT = '9290' } = process.env;
const web = WAXWING_TLS_CERT ? https : http;
web
  .get({ host: '127.0.0.1', port: WAXWING_PORT, path: '/readyz', timeout: 4000, rejectUnauthorized: false }, (answer) =>
    process.exit(answer.statusCode === 200 ? 0 : 1),
  )
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
