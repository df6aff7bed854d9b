/** Holds what the API says of a call against what was really said; shares no code with the product. */
package dev.tandem.launcher.check;
