package io.lynceus.sync;

import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import java.util.Map;

/**
 * The accounts of a synchronizer: for each sensor, frames in = Σ frames by fate + pending (R1).
 *
 * @param sensors by sensor
 * @param sets by kind; every kind is there
 * @param shedSets of the complete and partial sets, those dropped under overload
 */
public record Books(Map<String, Account> sensors, Map<SetKind, Long> sets, long shedSets) {
    /**
     * Of one sensor.
     *
     * @param in frames offered
     * @param pending of these, those not ended yet
     * @param ended of these, those that ended, by fate; every fate is there
     */
    public record Account(long in, long pending, Map<Fate, Long> ended) {
        public boolean balances() {
            return in
                    == pending
                            + ended.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** The account of a configured sensor. */
    public Account account(String sensor) {
        Account account = sensors.get(sensor);
        if (account == null) {
            throw new IllegalArgumentException(
                    "sensor " + sensor + " is not configured, known are " + sensors.keySet());
        }
        return account;
    }

    public boolean balance() {
        return sensors.values().stream().allMatch(Account::balances);
    }
}
