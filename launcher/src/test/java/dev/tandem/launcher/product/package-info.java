/** The whole product, as people start it, against calls whose truth is known: judged by the simulator and by the API alone. */
package dev.tandem.launcher.product;
