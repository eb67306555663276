/**
 * JSON as a tree, for documents that are merged and checked as a whole. The stream's payloads have
 * codecs of their own, which build no tree.
 */
@NullMarked
package io.pythoflow.contract.json;

import org.jspecify.annotations.NullMarked;
