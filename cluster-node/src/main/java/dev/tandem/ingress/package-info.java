/** Webhooks in: signed bytes become an offer, journalled before they are answered. Nothing is decided here. */
package dev.tandem.ingress;
