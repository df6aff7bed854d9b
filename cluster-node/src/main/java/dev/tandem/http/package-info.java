/** HTTP as both ports answer it: endpoints, bounded bodies, deadlines, errors as problem+json. Nothing of calls. */
package dev.tandem.http;
