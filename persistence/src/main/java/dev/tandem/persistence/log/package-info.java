/** What the log says of calls. */
package dev.tandem.persistence.log;
