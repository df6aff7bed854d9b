/** Reading and writing JSON that comes from or goes to people we do not know. */
package dev.tandem.protocol.json;
