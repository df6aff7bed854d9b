/** Who may be answered now: the cluster's one keeper of call slots, global and per tenant. */
package dev.tandem.admission;
