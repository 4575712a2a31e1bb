/**
 * Datasets of image files in folders, which a small YAML file describes.
 *
 * <p>Reading order: {@link io.lynceus.dataset.folders.FoldersDataset}, {@link io.lynceus.dataset.folders.LabelledFolders}.
 *
 * <p>Threads: see {@link io.lynceus.dataset.sample}.
 */
@NullMarked
package io.lynceus.dataset.folders;

import org.jspecify.annotations.NullMarked;
