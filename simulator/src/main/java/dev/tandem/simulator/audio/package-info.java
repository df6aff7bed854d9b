/** Sound: the telephone's codecs and a voice that is computed from the words. */
package dev.tandem.simulator.audio;
