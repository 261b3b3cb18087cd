using System.Text;
using Pharos.Foundation.Bytes;

namespace Pharos.Model.Tests;

public sealed class LabelsTests
{
    [Theory]
    [InlineData("", 0xef46db3751d8e999UL)]
    [InlineData("a", 0xd24ec4f1a98c6e5bUL)]
    [InlineData("abc", 0x44bc2cf5ad770999UL)]
    [InlineData("Nobody inspects the spammish repetition", 0xfbcea83c8a378bf1UL)]
    public void XxHash64_KnownTexts_GivePublishedHashes(string text, ulong expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(expected, XxHash64.Hash(bytes));

        var piecewise = new XxHash64();
        foreach (var value in bytes)
        {
            piecewise.Append(value);
        }

        Assert.Equal(expected, piecewise.Current());
    }

    [Fact]
    public void Of_PairsInAnyOrder_AreSortedAndLastWins()
    {
        var labels = Labels.Of(("b", "2"), ("a", "1"), ("b", "3"), ("c", ""));
        Assert.Equal("{a=\"1\", b=\"3\"}", labels.ToString());
        Assert.Equal("3", labels["b"]);
        Assert.Null(labels["c"]);
        Assert.Equal(2, labels.Count);
    }
}
