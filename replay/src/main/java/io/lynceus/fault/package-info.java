/**
 * Ways in which sensors fail, seeded and pure: the same code for replay, for training and for the robustness protocols.
 *
 * <p>A fault is a function of a frame and of the occasion on which it meets the frame. Dice are keyed by (seed, sensor, capture
 * time), never by the order of calls, so a replay with faults is the same, bit for bit, at any rate.
 *
 * <table>
 * <caption>The faults: {@code sensor:name(arguments)@from..until}</caption>
 * <tr><th>name</th><th>arguments</th><th>images</th><th>points</th><th>events</th></tr>
 * <tr><td>drop</td><td>p=1</td><td colspan="3">each frame is lost with probability p</td></tr>
 * <tr><td>freeze</td><td></td><td colspan="3">the last frame is sent again and again, with new capture times</td></tr>
 * <tr><td>offset</td><td>by=50ms</td><td colspan="3">capture times are shifted</td></tr>
 * <tr><td>late</td><td>by=100ms, jitter=0s</td><td colspan="3">frames leave later, with their true capture time</td></tr>
 * <tr><td>corrupt</td><td>bytes=16</td><td colspan="3">bytes of the message change</td></tr>
 * <tr><td>black, emm</td><td>emm: domain=raw8</td><td>0</td><td>none left</td><td>none left</td></tr>
 * <tr><td>saturate</td><td></td><td>full scale</td><td></td><td></td></tr>
 * <tr><td>noise</td><td>amount=0.1</td><td>share of full scale</td><td>metres of range</td><td>false ones a pixel</td></tr>
 * <tr><td>motionblur</td><td>length=15px</td><td>a line's mean</td><td></td><td></td></tr>
 * <tr><td>overexposure</td><td>stops=2</td><td>more light</td><td></td><td></td></tr>
 * <tr><td>underexposure</td><td>stops=3</td><td>less light</td><td></td><td></td></tr>
 * <tr><td>jitter</td><td>sigma=1deg</td><td>turned, shifted</td><td>turned</td><td></td></tr>
 * <tr><td>lowres</td><td>factor=4</td><td>smaller</td><td></td><td>smaller sensor</td></tr>
 * <tr><td>beams</td><td>share=0.5</td><td></td><td>dead beams</td><td></td></tr>
 * <tr><td>rmm</td><td>r=0.5, domain=raw8</td><td>samples become 0</td><td></td><td></td></tr>
 * <tr><td>nm</td><td>level=mid, domain=raw8</td><td>salt, pepper, Gaussian</td><td></td><td></td></tr>
 * <tr><td>mlesam</td><td>kind=gaussian, perchannel=true, clip=true</td><td>added</td><td></td><td></td></tr>
 * </table>
 *
 * <p>With {@code domain=normalised}, and {@code mean=r/g/b, std=r/g/b} where a model has others than the benchmark's, emm, rmm and
 * nm work on the normalised tensor: see {@code Normalised} for how much of the result an 8-bit image can hold.
 *
 * <p>Reading order: {@link io.lynceus.fault.Faults}, {@code Injection}, {@code Catalogue}, {@code Fault}, {@code ContentFault},
 * {@link io.lynceus.fault.content.Pixels}, and {@link io.lynceus.fault.protocol.Protocols} and {@code Normalised} for tensors.
 *
 * <p>Threads: faults are immutable; a filter belongs to one thread. Units: radians, metres, samples of 0 to full scale.
 */
@NullMarked
package io.lynceus.fault;

import org.jspecify.annotations.NullMarked;
