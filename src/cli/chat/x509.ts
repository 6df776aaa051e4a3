// The library of certificates is large, and wants this before it: loaded together, when there is something to ask for.
import 'reflect-metadata';

export { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
