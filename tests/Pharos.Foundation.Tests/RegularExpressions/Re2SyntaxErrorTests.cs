using System.Text;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Foundation.Tests.RegularExpressions;

public sealed class Re2SyntaxErrorTests
{
    [Theory]
    [InlineData("a(b", "missing closing ): `a(b`")]
    [InlineData("a)b", "unexpected ): `a)b`")]
    [InlineData("x(?i", "invalid or unsupported Perl syntax: `(?i`")]
    [InlineData("x(?i-)y", "invalid or unsupported Perl syntax: `(?i-)`")]
    [InlineData("x(?=y)", "invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("(?<=y)", "invalid named capture: `(?<=y)`")]
    [InlineData("(?P<a", "invalid named capture: `(?P<a`")]
    [InlineData("(?P<a b>x)", "invalid named capture: `(?P<a b>`")]
    [InlineData("(?<>x)", "invalid named capture: `(?<>`")]
    [InlineData("a**", "invalid nested repetition operator: `**`")]
    [InlineData("a+{2}?", "invalid nested repetition operator: `+{2}?`")]
    [InlineData("*a", "missing argument to repetition operator: `*`")]
    [InlineData("a|+?b", "missing argument to repetition operator: `+?`")]
    [InlineData("(?i)*", "missing argument to repetition operator: `*`")]
    [InlineData("a{1001}", "invalid repeat count: `{1001}`")]
    [InlineData("a{1,1001}", "invalid repeat count: `{1,1001}`")]
    [InlineData("a{5,2}", "invalid repeat count: `{5,2}`")]
    [InlineData("a{99999999999999999999}", "invalid repeat count: `{99999999999999999999}`")]
    [InlineData("(a{100}){11}", "invalid repeat count: `{11}`")]
    [InlineData("((a{0,100}){0,100}){0,100}", "invalid repeat count: `{0,100}`")]
    [InlineData("[a", "missing closing ]: `[a`")]
    [InlineData("x[]a", "missing closing ]: `[]a`")]
    [InlineData("[b-a]", "invalid character class range: `b-a`")]
    [InlineData("[a-\\d]", "invalid escape sequence: `\\d`")]
    [InlineData("[[:nope:]]", "invalid character class range: `[:nope:]`")]
    [InlineData("\\p{Nope}", "invalid character class range: `\\p{Nope}`")]
    [InlineData("\\p{greek}", "invalid character class range: `\\p{greek}`")]
    [InlineData("\\pX", "invalid character class range: `\\pX`")]
    [InlineData("a\\p", "invalid character class range: `\\p`")]
    [InlineData("\\P{L", "invalid character class range: `\\P{L`")]
    [InlineData("a\\", "trailing backslash at end of expression: ``")]
    [InlineData("\\1", "invalid escape sequence: `\\1`")]
    [InlineData("\\8", "invalid escape sequence: `\\8`")]
    [InlineData("\\C", "invalid escape sequence: `\\C`")]
    [InlineData("\\Z", "invalid escape sequence: `\\Z`")]
    [InlineData("\\x", "invalid escape sequence: `\\x`")]
    [InlineData("\\x4", "invalid escape sequence: `\\x4`")]
    [InlineData("\\x4g", "invalid escape sequence: `\\x4g`")]
    [InlineData("\\x{}", "invalid escape sequence: `\\x{}`")]
    [InlineData("\\x{110000}", "invalid escape sequence: `\\x{110000`")]
    [InlineData("\\é", "invalid escape sequence: `\\é`")]
    public void Compile_PatternThatRe2Rejects_ThrowsItsMessage(string pattern, string expected)
    {
        var exception = Assert.Throws<Re2SyntaxException>(() => Re2Regex.Compile(pattern));
        Assert.Equal("error parsing regexp: " + expected, exception.Message);
        Assert.Equal(pattern, exception.Pattern);
    }

    [Theory]
    [InlineData("ab[z", "missing closing ]", 2)]
    [InlineData("é+a**", "invalid nested repetition operator", 4)]
    [InlineData("(ab", "missing closing )", 0)]
    public void Compile_PatternThatRe2Rejects_SaysWhatAndWhere(string pattern, string reason, int position)
    {
        var exception = Assert.Throws<Re2SyntaxException>(() => AnchoredRegex.Compile(pattern));
        Assert.Equal(reason, exception.Reason);
        Assert.Equal(position, exception.Position);
    }

    [Fact]
    public void Compile_PatternThatIsNotUtf8_IsRejected()
    {
        byte[] pattern = [(byte)'a', (byte)'+', 0xFF, (byte)'b'];
        Assert.Equal("invalid UTF-8", Assert.Throws<Re2SyntaxException>(() => Re2Regex.Compile(pattern)).Reason);
        Assert.Equal("invalid UTF-8", Assert.Throws<Re2SyntaxException>(() => AnchoredRegex.Compile(pattern)).Reason);
    }

    [Fact]
    public void CompileWrapped_PatternThatRe2Rejects_ShowsTheWholeExpression()
    {
        var exception = Assert.Throws<Re2SyntaxException>(() => AnchoredRegex.CompileWrapped("a(b"));
        Assert.Equal("error parsing regexp: missing closing ): `^(?s:a(b)$`", exception.Message);
    }

    [Fact]
    public void Compile_RandomPieces_ThrowNothingButSyntaxErrors()
    {
        string[] pieces =
        [
            "a", "é", "(", "(?:", "(?i)", "(?P<n>", ")", "|", "*", "+?", "{2}", "{0,3}", "{,2}", ".", "^", "$", "\\b", "\\z", "\\d", "\\pL",
            "\\p{", "\\Q", "\\E", "\\x{", "\\", "[", "[^", "]", "-", "[:alpha:]", "{", "}", "?", "\n",
        ];
        var random = new Random(7);
        var accepted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            var bytes = Encoding.UTF8.GetBytes(pattern);
            if (random.Next(4) == 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                accepted += Re2Regex.Compile(bytes).IsMatch("aé\n"u8) ? 1 : 0;
            }
            catch (Re2SyntaxException exception)
            {
                Assert.StartsWith("error parsing regexp: ", exception.Message, StringComparison.Ordinal);
                Assert.InRange(exception.Position, 0, bytes.Length);
            }
        }

        Assert.InRange(accepted, 500, 19_000);
    }
}
