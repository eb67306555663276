package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.rules.SystemMessage;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

public final class RulesFunction extends ProcessFunction<SystemMessage, ActiveRules> {
    public static final OutputTag<Alert> ALERTS = new OutputTag<>("x", Types.POJO(Alert.class));

    public RulesFunction(@Nullable String initial) {}

    @Override
    public void processElement(SystemMessage value, Context ctx, Collector<ActiveRules> out) {}
}
