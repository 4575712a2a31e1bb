/**
 * {@code lynceus doctor}: looks at a rig file, its broker and its model, and says what will not work, and what to do about it.
 *
 * <pre>
 * DoctorCommand ─▶ rig file, model, broker, topics
 *              ├─▶ RightsCheck     may this user do what the node will do?
 *              ├─▶ PartitionCheck  do rigs share a partition while another is empty?
 *              └─▶ SensorLog       newest records of each sensor ─▶ StampCheck, ContentCheck
 *                                          all ─▶ {@code Findings}: ok, note or FAIL, with the remedy
 *
 * DoctorCommand --plan ─▶ Fleet, MeasuredSet ─▶ FleetPlan   what a fleet takes
 * </pre>
 *
 * <p>Threads: the command's.
 */
@NullMarked
package io.lynceus.command.doctor;

import org.jspecify.annotations.NullMarked;
