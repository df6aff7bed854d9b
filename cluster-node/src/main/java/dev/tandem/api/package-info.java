/** What operators ask over HTTP: calls as remembered and as they happen, slots, health, hang-up. */
package dev.tandem.api;
