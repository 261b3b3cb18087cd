using Pharos.Cli.Flags;
using Pharos.Testing;

namespace Pharos.Cli.Tests;

public sealed class FlagSetTests : IDisposable
{
    private readonly FlagSet _set = new(["config.file"]);
    private readonly ValueFlag<string> _text;
    private readonly ValueFlag<int> _number;
    private readonly ValueFlag<string> _list;
    private readonly SwitchFlag _switch;
    private readonly TemporaryFolder _folder = new();

    public FlagSetTests()
    {
        _text = _set.Add(new ValueFlag<string>("the.text", "A text.", FlagType.Text, "default") { Short = 't' });
        _number = _set.Add(new ValueFlag<int>("the.number", "A number.", FlagType.Integer(minimum: 1), "7"));
        _list = _set.Add(new ValueFlag<string>("the.list", "Texts.", FlagType.Text, "a") { IsRepeatable = true });
        _switch = _set.Add(new SwitchFlag("the.switch", "On or off.") { Short = 's' });
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parse_Nothing_LeavesDefaults()
    {
        Assert.Equal(FlagOutcome.Run, _set.Parse([]));
        Assert.Equal("default", _text.Value);
        Assert.Equal(7, _number.Value);
        Assert.Equal(["a"], _list.Values);
        Assert.False(_switch.Value);
    }

    [Theory]
    [InlineData("--the.text=x", "x")]
    [InlineData("--the.text x", "x")]
    [InlineData("--the.text=", "")]
    [InlineData("--the.text=a=b", "a=b")]
    [InlineData("-t x", "x")]
    [InlineData("-tx", "x")]
    [InlineData("-stx", "x")]
    [InlineData("--the.text=-x --", "-x")]
    public void Parse_Value_IsTakenInEveryForm(string line, string expected)
    {
        _set.Parse(line.Split(' '));
        Assert.Equal(expected, _text.Value);
    }

    [Theory]
    [InlineData("--the.switch", true)]
    [InlineData("--the.switch=true", true)]
    [InlineData("--the.switch=false", false)]
    [InlineData("--no-the.switch", false)]
    [InlineData("-s", true)]
    public void Parse_Switch_IsTakenInEveryForm(string argument, bool expected)
    {
        _set.Parse([argument]);
        Assert.Equal(expected, _switch.Value);
        Assert.True(_switch.IsGiven);
    }

    [Fact]
    public void Parse_RepeatableFlag_CollectsInPlaceOfTheDefault()
    {
        _set.Parse(["--the.list=x", "--the.list", "y"]);
        Assert.Equal(["x", "y"], _list.Values);
    }

    [Theory]
    [InlineData("--foo", "unknown long flag '--foo', try --help")]
    [InlineData("--the.texd=1", "unknown long flag '--the.texd' (did you mean '--the.text'?), try --help")]
    [InlineData("--no-the.text", "unknown long flag '--no-the.text' (did you mean '--the.text'?), try --help")]
    [InlineData("--", null)]
    [InlineData("---", "unknown long flag '---', try --help")]
    [InlineData("-x", "unknown short flag '-x', try --help")]
    [InlineData("--the.text", "expected argument for flag '--the.text' (\"default\"), try --help")]
    [InlineData("--the.text --the.switch", "expected argument for flag '--the.text' (\"default\"), try --help")]
    [InlineData("-t", "expected argument for flag '-t' (\"default\"), try --help")]
    [InlineData("word", "unexpected word, try --help")]
    [InlineData("-- word", "unexpected word, try --help")]
    [InlineData("--the.number=x", "bad value 'x' for flag '--the.number': expected a whole number of at least 1")]
    [InlineData("--the.number=0", "bad value '0' for flag '--the.number': expected a whole number of at least 1")]
    [InlineData("--the.number=99999999999", "bad value '99999999999' for flag '--the.number': expected a whole number of at least 1")]
    [InlineData("--the.switch=maybe", "bad value 'maybe' for flag '--the.switch': expected true or false")]
    [InlineData("--the.text=1 --the.text=2", "flag 'the.text' cannot be repeated")]
    [InlineData("--the.switch --no-the.switch", "flag 'the.switch' cannot be repeated")]
    [InlineData("--config.file=x", "flag '--config.file' is not in this version of Pharos yet")]
    [InlineData("--help --foo", "unknown long flag '--foo', try --help")]
    public void Parse_Mistake_IsExplained(string line, string? expected)
    {
        var exception = Record.Exception(() => _set.Parse(line.Split(' ')));
        Assert.Equal(expected, exception?.Message);
        Assert.True(exception is null or FlagException);
    }

    [Theory]
    [InlineData("--help", "Help")]
    [InlineData("-h", "Help")]
    [InlineData("--the.number=bad --help", "Help")]
    [InlineData("--help-long", "Help")]
    [InlineData("--help-man", "Manual")]
    [InlineData("--version", "Version")]
    [InlineData("--no-help", "Run")]
    public void Parse_GeneralFlag_ComesBeforeEverythingElse(string line, string expected) =>
        Assert.Equal(expected, _set.Parse(line.Split(' ')).ToString());

    [Fact]
    public void Parse_ArgumentsFile_IsReadLineByLine()
    {
        var inner = Write("inner", "--the.list=3");
        var file = Write("outer", "# comment", "--the.list=1", "", "--the.list", "two words", "@" + inner);
        _set.Parse(["@" + file, "--the.switch"]);
        Assert.Equal(["1", "two words", "3"], _list.Values);
        Assert.True(_switch.Value);
    }

    [Fact]
    public void Parse_ArgumentsFileThatNamesItself_Ends()
    {
        var file = _folder.File("self");
        File.WriteAllText(file, "@" + file);
        Assert.Contains("more than 8 deep", Assert.Throws<FlagException>(() => _set.Parse(["@" + file])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ArgumentsFileThatIsNotThere_IsExplained() =>
        Assert.StartsWith("failed to open arguments file \"/no/such\": ", Assert.Throws<FlagException>(() => _set.Parse(["@/no/such"])).Message, StringComparison.Ordinal);

    private string Write(string name, params string[] lines)
    {
        File.WriteAllLines(_folder.File(name), lines);
        return _folder.File(name);
    }
}
