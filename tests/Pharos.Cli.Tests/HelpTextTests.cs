using Pharos.Cli.Flags;

namespace Pharos.Cli.Tests;

public sealed class HelpTextTests
{
    [Fact]
    public void Of_Flags_AreLaidOutInTwoColumns()
    {
        var set = new FlagSet([]);
        set.Add(new ValueFlag<string>("text", "A text.", FlagType.Text, "x"));
        set.Add(new ValueFlag<string>("path", "Where it is.", FlagType.Text, null) { Placeholder = "<path>" });
        set.Add(new ValueFlag<int>("a.flag.with.a.long.name", "Words that go on beyond the edge of a terminal and so need a second line.", FlagType.Integer(0), "1") { IsRepeatable = true });
        set.Add(new SwitchFlag("hidden", "Not shown.") { IsHidden = true });
        Assert.Equal(
            """
            usage: prog [<flags>]

            A program.

            Flags:
              -h, --[no-]help     Show help and exit.
                  --[no-]version  Show version and build and exit.
                  --text="x"      A text.
                  --path=<path>   Where it is.
                  --a.flag.with.a.long.name=1 ...
                                  Words that go on beyond the edge of a terminal and so need
                                  a second line.

            """,
            HelpText.Of("prog", "A program.", set));
    }

    [Fact]
    public void Format_WordLongerThanTheColumn_StandsAlone() =>
        Assert.Equal($"  x  short\n     {new string('w', 90)}\n     end\n", TwoColumns.Format([("x", $"short {new string('w', 90)} end")]));
}
