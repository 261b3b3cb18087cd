using System.Text;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Tests.Bytes;

public sealed class XxHash64Tests
{
    [Theory]
    [InlineData("", 0xef46db3751d8e999UL)]
    [InlineData("a", 0xd24ec4f1a98c6e5bUL)]
    [InlineData("abc", 0x44bc2cf5ad770999UL)]
    [InlineData("Nobody inspects the spammish repetition", 0xfbcea83c8a378bf1UL)]
    public void Hash_KnownTexts_GivePublishedValues(string text, ulong expected)
    {
        Assert.Equal(expected, XxHash64.Hash(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Append_AnyCutting_GivesTheHashOfTheWhole()
    {
        var random = new Random(17);
        for (var length = 0; length < 300; length++)
        {
            var data = new byte[length];
            random.NextBytes(data);
            var hash = new XxHash64();
            for (var at = 0; at < length;)
            {
                var piece = random.Next(1, Math.Min(70, length - at) + 1);
                if (piece == 1)
                {
                    hash.Append(data[at]);
                }
                else
                {
                    hash.Append(data.AsSpan(at, piece));
                }

                at += piece;

                // Asking in between changes nothing.
                Assert.Equal(XxHash64.Hash(data.AsSpan(0, at)), hash.Current());
            }

            Assert.Equal(XxHash64.Hash(data), hash.Current());
        }
    }
}
