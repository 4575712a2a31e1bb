/**
 * Writes miniature recordings of the simulated street in the layouts of public datasets, with their quirks. Shares no code with
 * the readers that it tests: a mistake made in both would not show.
 *
 * <p>Reading order: {@code Truth}, {@code MiniDeliver}, {@code MiniMuses}, {@code MiniMCubeS}, {@code MiniFolders}, and what they
 * write with: {@code Png}, {@code Hdf5}, {@code Npy}.
 */
package io.lynceus.dataset.layout;
