namespace Pharos.Configuration.Tests;

public sealed class KindsTests
{
    [Theory]
    [InlineData("http://u:p@h/x", "http://u:xxxxx@h/x")]
    [InlineData("http://u@h/x", "http://u@h/x")]
    [InlineData("http://u:@h", "http://u:xxxxx@h")]
    [InlineData("http://u:p@q@h/x@y", "http://u:xxxxx@h/x@y")]
    [InlineData("http://h/x:y@z", "http://h/x:y@z")]
    [InlineData("http://h?a:b@c", "http://h?a:b@c")]
    [InlineData("no url:x@y", "no url:x@y")]
    public void WithoutPassword_HidesIt(string url, string shown) => Assert.Equal(shown, UrlText.WithoutPassword(url));

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "same", 0)]
    [InlineData("ab", "ba", 2)]
    public void Between_Words_CountsChanges(string left, string right, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(left, right));
        Assert.Equal(distance, EditDistance.Between(right, left));
    }

    [Fact]
    public void Secret_Values_AreComparedByText()
    {
        Assert.Equal(new Secret("a"), new Secret("a"));
        Assert.True(new Secret("a") != new Secret("b") && default(Secret) == new Secret(""));
        Assert.Equal(("", "<secret>"), (default(Secret).ToString(), new Secret("a").ToString()));
    }

    [Theory]
    [InlineData("0b11", 3)]
    [InlineData("0o17", 15)]
    [InlineData("017", 15)]
    [InlineData("-0x10", -16)]
    [InlineData("+5", 5)]
    [InlineData("-0", 0)]
    public void Integer_FormsOfYaml_AreRead(string text, long value)
    {
        Assert.True(Kinds.Integer.TryRead(text, true, out var read, out _));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("_")]
    [InlineData("1 ")]
    [InlineData("--1")]
    [InlineData("0xffffffffffffffff")]
    public void Integer_OtherTexts_AreNot(string text) => Assert.False(Kinds.Integer.TryRead(text, true, out _, out _));
}
