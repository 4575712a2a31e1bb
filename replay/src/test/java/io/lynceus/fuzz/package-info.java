/**
 * Fuzzing of everything that is read: {@link io.lynceus.fuzz.Fuzz} damages valid inputs and judges how reading ends.
 *
 * <p>A test runs a few hundred inputs. {@code mvn verify -Dlynceus.fuzz.minutes=10 -Dtest='*Fuzz*'} runs each fuzzer for that long.
 * An input that fails is kept in {@code target/fuzz}; with the mending it moves to {@code src/test/resources/fuzz} of its module,
 * where every run tries it first.
 */
package io.lynceus.fuzz;
