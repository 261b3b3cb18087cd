using Pharos.Foundation.RegularExpressions;
using Pharos.Model.Relabeling;

namespace Pharos.Model.Tests.Relabeling;

public sealed class RelabelRuleTests
{
    [Theory]
    [InlineData("replace", RelabelAction.Replace)]
    [InlineData("KeepEqual", RelabelAction.KeepEqual)]
    [InlineData("UPPERCASE", RelabelAction.Uppercase)]
    public void Parse_ActionInAnyCase_IsFound(string text, RelabelAction expected)
    {
        Assert.Equal(expected, RelabelActions.Parse(text));
        Assert.Equal(text.ToLowerInvariant(), RelabelActions.Name(expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData("keeep")]
    [InlineData("keep ")]
    public void Parse_UnknownAction_IsQuotedInTheError(string text)
    {
        Assert.Equal($"unknown relabel action \"{text}\"", Assert.Throws<FormatException>(() => RelabelActions.Parse(text)).Message);
    }

    public static TheoryData<RelabelRule, string> InvalidRules => new()
    {
        { new() { SourceLabels = ["a", ""], TargetLabel = "b" }, "\"\" is not a valid label name" },
        { Of(RelabelAction.HashMod) with { TargetLabel = "a" }, "relabel configuration for hashmod requires non-zero modulus" },
        { Of(RelabelAction.Replace), "relabel configuration for replace action requires 'target_label' value" },
        { Of(RelabelAction.HashMod) with { Modulus = 1 }, "relabel configuration for hashmod action requires 'target_label' value" },
        { Of(RelabelAction.Lowercase), "relabel configuration for lowercase action requires 'target_label' value" },
        { Of(RelabelAction.DropEqual), "relabel configuration for dropequal action requires 'target_label' value" },
        { Of(RelabelAction.Replace) with { TargetLabel = "a-b" }, "\"a-b\" is invalid 'target_label' for replace action" },
        { Of(RelabelAction.Replace) with { TargetLabel = "9$1" }, "\"9$1\" is invalid 'target_label' for replace action" },
        { Of(RelabelAction.Replace) with { TargetLabel = "a$" }, "\"a$\" is invalid 'target_label' for replace action" },
        { Of(RelabelAction.Replace) with { TargetLabel = "${a" }, "\"${a\" is invalid 'target_label' for replace action" },
        { Of(RelabelAction.Replace) with { TargetLabel = "${}" }, "\"${}\" is invalid 'target_label' for replace action" },
        { Of(RelabelAction.Replace) with { TargetLabel = "$1.x" }, "\"$1.x\" is invalid 'target_label' for replace action" },
        { Of(RelabelAction.Uppercase) with { TargetLabel = "$1" }, "\"$1\" is invalid 'target_label' for uppercase action" },
        { Of(RelabelAction.KeepEqual) with { TargetLabel = "é" }, "\"é\" is invalid 'target_label' for keepequal action" },
        { Of(RelabelAction.HashMod) with { TargetLabel = "$1", Modulus = 1 }, "\"$1\" is invalid 'target_label' for hashmod action" },
        { Of(RelabelAction.Uppercase) with { TargetLabel = "a", Replacement = "x" }, "'replacement' can not be set for uppercase action" },
        { Of(RelabelAction.KeepEqual) with { TargetLabel = "a", Replacement = "x" }, "'replacement' can not be set for keepequal action" },
        { Of(RelabelAction.LabelMap) with { Replacement = "" }, "\"\" is invalid 'replacement' for labelmap action" },
        { Of(RelabelAction.LabelMap) with { Replacement = "$1-x" }, "\"$1-x\" is invalid 'replacement' for labelmap action" },
        { Of(RelabelAction.KeepEqual) with { TargetLabel = "a", Regex = "(.*)" }, EqualOnly("keepequal") },
        { Of(RelabelAction.DropEqual) with { TargetLabel = "a", Modulus = 1 }, EqualOnly("dropequal") },
        { Of(RelabelAction.DropEqual) with { TargetLabel = "a", Separator = "" }, EqualOnly("dropequal") },
        { Of(RelabelAction.LabelDrop) with { SourceLabels = [] }, "labeldrop action requires only 'regex', and no other fields" },
        { Of(RelabelAction.LabelDrop) with { TargetLabel = "a" }, "labeldrop action requires only 'regex', and no other fields" },
        { Of(RelabelAction.LabelKeep) with { Separator = "," }, "labelkeep action requires only 'regex', and no other fields" },
        { Of(RelabelAction.LabelKeep) with { Replacement = "" }, "labelkeep action requires only 'regex', and no other fields" },
    };

    [Theory]
    [MemberData(nameof(InvalidRules), DisableDiscoveryEnumeration = true)]
    public void Validate_InvalidRule_SaysWhy(RelabelRule rule, string expected)
    {
        Assert.Equal(expected, Assert.Throws<FormatException>(() => rule.Validate(NameValidationScheme.Legacy)).Message);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("$1")]
    [InlineData("${1}_total")]
    [InlineData("a${b}9$c")]
    [InlineData("_$1$2")]
    public void Validate_LegacyTemplate_IsAllowed(string target)
    {
        var rule = new RelabelRule { TargetLabel = target };
        rule.Validate(NameValidationScheme.Legacy);
        (rule with { Action = RelabelAction.LabelMap, TargetLabel = "", Replacement = target }).Validate(NameValidationScheme.Legacy);
        Assert.False(RelabelRules.Compile([rule], NameValidationScheme.Legacy).IsEmpty);
    }

    [Theory]
    [InlineData("a-b")]
    [InlineData("a$")]
    [InlineData("é")]
    public void Validate_Utf8_AllowsAnyText(string target)
    {
        var rule = new RelabelRule { TargetLabel = target };
        rule.Validate(NameValidationScheme.Utf8);
        Assert.Throws<FormatException>(() => rule.Validate(NameValidationScheme.Legacy));
    }

    [Fact]
    public void Compile_InvalidPattern_ThrowsWithThePattern()
    {
        var rule = new RelabelRule { TargetLabel = "a", Regex = "a(b" };
        var error = Assert.Throws<Re2SyntaxException>(() => RelabelRules.Compile([rule], NameValidationScheme.Utf8));
        Assert.Equal("error parsing regexp: missing closing ): `^(?s:a(b)$`", error.Message);
    }

    private static RelabelRule Of(RelabelAction action) => new() { Action = action };

    private static string EqualOnly(string action) =>
        $"{action} action requires only 'source_labels' and `target_label`, and no other fields";
}
