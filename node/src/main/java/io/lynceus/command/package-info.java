/**
 * The command line: {@code ./lynceus demo | node | replay | record | monitor | score | doctor | bench | soak | model inspect}, and
 * what other modules add.
 *
 * <p>Results go to standard output, logs and progress to standard error. Exit codes: 0 done, 1 failure, 2 usage or settings, 70
 * fatal accelerator error, 130 and 143 on signals.
 *
 * <p>Reading order: {@link io.lynceus.command.Lynceus}, {@link io.lynceus.command.DemoCommand},
 * {@link io.lynceus.command.NodeCommand}, {@link io.lynceus.command.ReplayCommand}; then each command with what it is made of:
 *
 * <pre>
 * demo      Stage (broker, street, node)  Drive  Report  MaskReader
 * replay    PlayingFlags  ReplayRun  KafkaFrameSink  RemoteControl
 * record    TopicRecorder  RecordedTopics
 * score     LabelledDataset  ScoreRun  TensorFaults  MaskJudge  ScoreReport
 * bench     NodeRun and BareLoop in turns (Rounds, Turnstile); reading: ReadingBench; pages: OpenPages, LiveWindows
 * soak      MemoryTrend
 * doctor    Findings
 * </pre>
 */
@NullMarked
package io.lynceus.command;

import org.jspecify.annotations.NullMarked;
