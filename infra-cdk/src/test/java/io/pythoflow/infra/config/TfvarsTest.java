package io.pythoflow.infra.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TfvarsTest {

    @Test
    void readsEveryLiteral() {
        assertThat(Tfvars.literal("\"a b\"")).isEqualTo("a b");
        assertThat(Tfvars.literal("-12")).isEqualTo(-12L);
        assertThat(Tfvars.literal("true")).isEqualTo(true);
        assertThat(Tfvars.literal("null")).isNull();
        assertThat(Tfvars.literal("[1, [\"x\"], ]")).isEqualTo(List.of(1L, List.of("x")));
        assertThat(Tfvars.literal("{ a = 1, \"b c\" : [2]\n d-e = 3\n}"))
                .isEqualTo(Map.of("a", 1L, "b c", List.of(2L), "d-e", 3L));
        assertThat(Tfvars.literal("[\n 1, # one\n 2, /* two */ 3 // three\n]"))
                .isEqualTo(List.of(1L, 2L, 3L));
    }

    @Test
    void readsEscapesAndTemplatesThatAreMeantAsTheyStand() {
        assertThat(Tfvars.literal("\"\\\"\\\\\\n\\r\\t\\u00e9\\U0001F331\""))
                .isEqualTo("\"\\\n\r\té\uD83C\uDF31");
        assertThat(Tfvars.literal("\"$${a} %%{b} $ % {c}\"")).isEqualTo("${a} %{b} $ % {c}");
    }

    @Test
    void readsFilesOfOtherEditors() {
        Tfvars file = Tfvars.parse("\uFEFFa = 1\r\n\r\n# comment\r\nb = [\r\n  2\r\n]\r\n");

        assertThat(file.problems()).isEmpty();
        assertThat(file.assignments())
                .containsEntry("a", new Tfvars.Assignment(1, 1L))
                .containsEntry("b", new Tfvars.Assignment(4, List.of(2L)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '|',
            value = {
                "a = \"x ~ the text that begins here has no closing quote",
                "a = \"${b}\" ~ templates such as ${…} are not read; write the value itself",
                "a = \"%{if}\" ~ templates such as %{…} are not read; write the value itself",
                "a = \"\\q\" ~ \\ must be followed by n, r, t, \", \\, u or U",
                "a = \"\\u12\" ~ \\u must be followed by 4 hex digits of a character",
                "a = \"\\U00110000\" ~ \\U must be followed by 8 hex digits of a character",
                "a = <<EOT ~ heredocs are not read; write the text in double quotes, with \\n",
                "a = 9223372036854775808 ~ 9223372036854775808 is too large a number",
                "a = 1.5 ~ 1.5 is no whole number",
                "a = var.b ~ 'var.b' is no value; texts stand in double quotes, expressions are not read",
                "a = 'x' ~ did not expect '''",
                "a = 1 2 ~ did not expect '2' behind the value of 'a'; a line ends there",
                "a = 1, ~ did not expect ',' behind the value of 'a'; a line ends there",
                "a = file(\"x\") ~ 'file' is no value; texts stand in double quotes, expressions are not read",
                "a ~ expected = after 'a'",
                "a = ~ expected a value, not the end of the file",
                "a = [1 2] ~ expected , or ] in a list, not '2'",
                "a = [1, ~ the list that begins here is not closed with ]",
                "a = {b = 1 c = 2} ~ expected , or a new line or } in a map, not 'c'",
                "a = {b = 1, b = 2} ~ 'b' is twice in a map",
                "a = {b = 1 ~ the map that begins here is not closed with }",
                "a = [[[[[[[[[[1]]]]]]]]]] ~ lists and maps are nested more than 8 deep",
                "= 1 ~ expected a name, not '='",
                "/* a = 1 ~ the comment that begins here is not closed with */",
                "a = 1 \u00a0 ~ did not expect U+00A0 behind the value of 'a'; a line ends there"
            })
    void saysWhatCannotBeRead(String text, String problem) {
        assertThat(Tfvars.parse(text).problems()).containsExactly(new Tfvars.Problem(1, problem));
    }

    @Test
    void goesOnWithTheNextVariableAfterOneThatCannotBeRead() {
        Tfvars file = Tfvars.parse("a = [1,\nb = 2\nc = \"x\nd = 3\nb = 4\ne = \n");

        assertThat(file.problems())
                .containsExactly(
                        new Tfvars.Problem(
                                2,
                                "'b' is no value; texts stand in double quotes, expressions are not read"),
                        new Tfvars.Problem(3, "the text that begins here has no closing quote"),
                        new Tfvars.Problem(5, "'b' is set twice, in line 2 before"),
                        new Tfvars.Problem(7, "expected a value, not the end of the file"));
        assertThat(file.assignments()).containsOnlyKeys("b", "d");
        assertThat(file.broken()).containsExactlyInAnyOrder("a", "c", "b", "e");
    }

    @Test
    void printsValuesAsTheFileHasThem() {
        assertThat(Tfvars.print(List.of("a\"b", 1L, Map.of("k", true))))
                .isEqualTo("[\"a\\\"b\", 1, {\"k\" = true}]");
        assertThat(Tfvars.print(Arrays.asList((Object) null))).isEqualTo("[null]");
        assertThat(Tfvars.print("x".repeat(200))).hasSize(101).endsWith("…");
    }
}
