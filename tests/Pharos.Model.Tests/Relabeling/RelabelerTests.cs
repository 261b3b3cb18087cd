using Pharos.Model.Relabeling;

namespace Pharos.Model.Tests.Relabeling;

public sealed class RelabelerTests
{
    private static readonly Labels Target = Labels.Of(("a", "foo"), ("b", "bar"), ("c", "baz"), ("__meta_x", "1"), ("__meta_y", "2"));

    [Theory]
    [InlineData("a", "foo", true)]
    [InlineData("a", "fo", false)]
    [InlineData("a;b", "foo;bar", true)]
    [InlineData("a;missing", "foo;", true)]
    [InlineData("missing", "", true)]
    [InlineData("", "", true)]
    public void Apply_KeepAndDrop_DecideByTheJoinedSource(string sources, string regex, bool matches)
    {
        var rule = new RelabelRule { SourceLabels = sources.Split(';', StringSplitOptions.RemoveEmptyEntries), Regex = regex };
        Assert.Equal(matches, Apply(rule with { Action = RelabelAction.Keep }, Target).Keep);
        Assert.Equal(!matches, Apply(rule with { Action = RelabelAction.Drop }, Target).Keep);
    }

    [Theory]
    [InlineData("a", "d", false)]
    [InlineData("a", "a", true)]
    [InlineData("missing", "also_missing", true)]
    public void Apply_KeepEqualAndDropEqual_CompareTargetAndSource(string source, string target, bool areEqual)
    {
        var rule = new RelabelRule { SourceLabels = [source], TargetLabel = target };
        Assert.Equal(areEqual, Apply(rule with { Action = RelabelAction.KeepEqual }, Target).Keep);
        Assert.Equal(!areEqual, Apply(rule with { Action = RelabelAction.DropEqual }, Target).Keep);
    }

    [Theory]
    [InlineData("a", "(.*)", "d", "$1", "d=foo")]
    [InlineData("a;b", "(.*);(.*)", "d", "${2}-${1}", "d=bar-foo")]
    [InlineData("a", "f(o)(x)?o", "d", "$1$2$3!", "d=o!")]
    [InlineData("a", "(?P<first>.).*", "d", "${first}$first", "d=ff")]
    [InlineData("a", "nothing", "a", "x", "a=foo")]
    [InlineData("a", "fo", "a", "x", "a=foo")]
    [InlineData("a", ".*", "a", "", "a=")]
    [InlineData("a", "(z)?.*", "a", "$1", "a=")]
    [InlineData("a", "(.*)", "${1}_x", "y", "foo_x=y")]
    [InlineData("missing", "(.*)", "a", "x", "a=x")]
    [InlineData("missing", "(.*)", "$1", "x", "a=foo")]
    [InlineData("a", "(.*)", "d", "$$1", "d=$1")]
    public void Apply_Replace_SetsTheTarget(string sources, string regex, string target, string replacement, string expected)
    {
        var rule = new RelabelRule { SourceLabels = sources.Split(';'), Regex = regex, TargetLabel = target, Replacement = replacement };
        var result = Apply(rule, Target);
        Assert.True(result.Keep);
        Assert.Equal(expected.Split('=')[1], result.Labels[expected.Split('=')[0]] ?? "");
    }

    [Theory]
    [InlineData(NameValidationScheme.Legacy, "{a=\"x.y\"}")]
    [InlineData(NameValidationScheme.Utf8, "{a=\"x.y\", \"x.y\"=\"1\"}")]
    public void Apply_ReplaceMakesAName_MustBeValidInTheScheme(NameValidationScheme scheme, string expected)
    {
        var rule = new RelabelRule { SourceLabels = ["a"], TargetLabel = "$1", Replacement = "1" };
        Assert.Equal(expected, Apply([rule], Labels.Of(("a", "x.y")), scheme).Labels.ToString());
    }

    [Theory]
    [InlineData("foo", 1_000UL, "696")]
    [InlineData("", 8UL, "6")]
    [InlineData("foo", ulong.MaxValue, "17145033699835028696")]
    public void Apply_HashMod_IsTheSameInEveryPrometheus(string value, ulong modulus, string expected)
    {
        var rule = new RelabelRule { Action = RelabelAction.HashMod, SourceLabels = ["a"], TargetLabel = "d", Modulus = modulus };
        Assert.Equal(expected, Apply(rule, Labels.Of(("a", value))).Labels["d"]);
    }

    [Fact]
    public void Apply_LowercaseAndUppercase_MapTheSource()
    {
        var labels = Labels.Of(("a", "Foo-É"));
        var rule = new RelabelRule { SourceLabels = ["a"], TargetLabel = "d" };
        Assert.Equal("foo-é", Apply(rule with { Action = RelabelAction.Lowercase }, labels).Labels["d"]);
        Assert.Equal("FOO-É", Apply(rule with { Action = RelabelAction.Uppercase }, labels).Labels["d"]);
    }

    [Theory]
    [InlineData("__meta_(.+)", "$1", "{__meta_x=\"1\", __meta_y=\"2\", a=\"foo\", b=\"bar\", c=\"baz\", x=\"1\", y=\"2\"}")]
    [InlineData("a|b", "c", "{__meta_x=\"1\", __meta_y=\"2\", a=\"foo\", b=\"bar\", c=\"bar\"}")]
    [InlineData("(a)|(b)", "x_$1", "{__meta_x=\"1\", __meta_y=\"2\", a=\"foo\", b=\"bar\", c=\"baz\", x_=\"bar\", x_a=\"foo\"}")]
    [InlineData("nothing", "x", "{__meta_x=\"1\", __meta_y=\"2\", a=\"foo\", b=\"bar\", c=\"baz\"}")]
    [InlineData("a)|(?:zz", "new_a", "{__meta_x=\"1\", __meta_y=\"2\", a=\"foo\", b=\"bar\", c=\"baz\", new_a=\"foo\"}")]
    public void Apply_LabelMap_CopiesToTheNewNames(string regex, string replacement, string expected)
    {
        var rule = new RelabelRule { Action = RelabelAction.LabelMap, Regex = regex, Replacement = replacement };
        Assert.Equal(expected, Apply(rule, Target).Labels.ToString());
    }

    [Fact]
    public void Apply_LabelMapToOneName_LastLabelThatWasSetWins()
    {
        // b is set after c, so it counts although its name comes first; labels that were there from the start come before both.
        RelabelRule[] rules =
        [
            new() { TargetLabel = "c", Replacement = "set first" },
            new() { TargetLabel = "b", Replacement = "set last" },
            new() { Action = RelabelAction.LabelMap, Regex = "b|c|z", Replacement = "result" },
        ];
        Assert.Equal("set last", Apply(rules, Labels.Of(("b", "1"), ("z", "2"))).Labels["result"]);
    }

    [Theory]
    [InlineData(RelabelAction.LabelDrop, "__.*", "{a=\"foo\", b=\"bar\", c=\"baz\"}")]
    [InlineData(RelabelAction.LabelDrop, "_.", "{__meta_x=\"1\", __meta_y=\"2\", a=\"foo\", b=\"bar\", c=\"baz\"}")]
    [InlineData(RelabelAction.LabelKeep, "a|__meta_y", "{__meta_y=\"2\", a=\"foo\"}")]
    [InlineData(RelabelAction.LabelKeep, "", "{}")]
    public void Apply_LabelDropAndLabelKeep_DecideByTheName(RelabelAction action, string regex, string expected)
    {
        Assert.Equal(expected, Apply(new RelabelRule { Action = action, Regex = regex }, Target).Labels.ToString());
    }

    [Fact]
    public void Apply_SeveralRules_EachSeesWhatTheOnesBeforeMade()
    {
        RelabelRule[] rules =
        [
            new() { SourceLabels = ["a", "b"], Separator = "-", TargetLabel = "d" },
            new() { SourceLabels = ["d"], Regex = "foo-bar", Action = RelabelAction.Keep },
            new() { Regex = "a|b|__.*", Action = RelabelAction.LabelDrop },
            new() { SourceLabels = ["d"], Regex = "foo-bar", Action = RelabelAction.Drop },
            new() { TargetLabel = "never", Replacement = "reached" },
        ];
        var result = Apply(rules, Target);
        Assert.False(result.Keep);
        Assert.Equal("{c=\"baz\", d=\"foo-bar\"}", result.Labels.ToString());
    }

    [Fact]
    public void Apply_NoRules_ChangesNothing()
    {
        Assert.True(RelabelRules.Compile([], NameValidationScheme.Utf8).IsEmpty);
        Assert.Equal(Target, Apply([], Target).Labels);
    }

    [Fact]
    public void Apply_ManyGroups_AreAllFilledIn()
    {
        var regex = string.Concat(Enumerable.Repeat("(.)", 30));
        var rule = new RelabelRule { SourceLabels = ["a"], Regex = regex, TargetLabel = "d", Replacement = "$30$1" };
        Assert.Equal("Dz", Apply(rule, Labels.Of(("a", "zbcdefghijklmnopqrstuvwxyzABCD"))).Labels["d"]);
    }

    [Fact]
    public void Apply_UsedAgain_AllocatesNothing()
    {
        RelabelRule[] rules =
        [
            new() { SourceLabels = ["a", "b"], Regex = "([^;]+);(.*)", TargetLabel = "${1}_x", Replacement = "$2-$1" },
            new() { SourceLabels = ["a"], Regex = "foo|bar", Action = RelabelAction.Keep },
            new() { SourceLabels = ["a"], Regex = "z.*", Action = RelabelAction.Drop },
            new() { Regex = "__meta_(.+)", Action = RelabelAction.LabelMap },
            new() { Regex = "__meta_.+", Action = RelabelAction.LabelDrop },
            new() { SourceLabels = ["a"], TargetLabel = "shard", Modulus = 7, Action = RelabelAction.HashMod },
            new() { SourceLabels = ["b"], TargetLabel = "upper", Action = RelabelAction.Uppercase },
            new() { SourceLabels = ["missing"], TargetLabel = "job", Replacement = "node" },
        ];
        var compiled = RelabelRules.Compile(rules, NameValidationScheme.Utf8);
        var relabeler = new Relabeler();
        var builder = new LabelsBuilder();
        var kept = 0;
        for (var i = 0; i < 50; i++)
        {
            kept += Run(compiled, relabeler, builder);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            kept += Run(compiled, relabeler, builder);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(150, kept);
    }

    private static int Run(RelabelRules rules, Relabeler relabeler, LabelsBuilder builder)
    {
        builder.Reset(Target.View);
        return relabeler.Apply(rules, builder) && !builder.View().IsEmpty ? 1 : 0;
    }

    private static (bool Keep, Labels Labels) Apply(RelabelRule rule, Labels labels) => Apply([rule], labels);

    private static (bool Keep, Labels Labels) Apply(
        RelabelRule[] rules, Labels labels, NameValidationScheme scheme = NameValidationScheme.Utf8)
    {
        var builder = new LabelsBuilder(labels.View);
        var keep = new Relabeler().Apply(RelabelRules.Compile(rules, scheme), builder);
        return (keep, builder.ToLabels());
    }
}
