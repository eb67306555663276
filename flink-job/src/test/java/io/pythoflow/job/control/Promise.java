package io.pythoflow.job.control;

/** What is promised of every valve, whatever happens. */
enum Promise {
    ONE_OPEN_COMMAND("no zone has more than one open command"),
    PUMP_CAPACITY("the flows of a pump's zones never exceed its capacity"),
    HEALTHY_INPUT("nothing opens without fresh and healthy input, but what a person orders"),
    RUN_LENGTH("no valve that obeys is open for longer than its longest run"),
    PAST_MAXIMUM("a valve that stays open past its time is told to close until it does"),
    REST("a valve rests between two waterings"),
    FROST("nothing opens in frost"),
    RAIN("nothing opens in or after rain, but what a person orders"),
    QUIET_HOURS("nothing opens in quiet hours, but what a person orders"),
    EMERGENCY_STOP("nothing opens while the emergency stop is pressed"),
    PAUSE("nothing opens during a pause"),
    LOCK_OUT("nothing opens that is locked out"),
    OFFLINE("nothing opens whose gateway is away"),
    MODE("nothing opens that is only advised or switched off"),
    RUN_BUDGET("no day's open time exceeds its cap"),
    VOLUME_BUDGET("no day's water exceeds its cap"),
    AUDIT("every evaluation is in exactly one row"),
    OPEN_ROW("every opening has its row"),
    OUTCOME_ROW("every run has exactly one outcome"),
    ONE_OPENING("no decision opens a valve twice"),
    COMMAND_IDS("no id of a command is ever another's"),
    RESTORE("after a restore nothing opens before its device was heard or must have closed"),
    ORIGINAL("an original device is told to water, within 200 bytes, once and nothing else"),
    DOUBT("no reading in doubt opens a valve"),
    STOP_ALL("an emergency stop goes to every v1 device until it answers, and closes its valves"),
    CLOSE_KEYS("nothing but an opening carries the keys that open"),
    COPIES("copies, late and overtaken readings change no decision");

    private final String sentence;

    Promise(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String toString() {
        return sentence;
    }
}
