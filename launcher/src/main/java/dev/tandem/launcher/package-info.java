/** What a person types: starts the processes and drives them from outside. */
package dev.tandem.launcher;
