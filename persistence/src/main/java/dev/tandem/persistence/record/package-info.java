/** One call as its journal tells it: the events folded into what the API shows. Pure; no I/O, no clock. */
package dev.tandem.persistence.record;
