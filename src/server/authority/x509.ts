// The one place that takes the library of certificates, with what it wants to be there before it.
import 'reflect-metadata';

export * from '@peculiar/x509';
