/**
 * The tables of the lake: names, columns, types and the time that partitions them. Read by the
 * writers, the catalogue and the policies; knows no file format.
 */
package io.pythoflow.contract.table;
