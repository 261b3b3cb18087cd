using System.Text;
using Pharos.Hosting.Protection;
using Pharos.Testing;

namespace Pharos.Hosting.Tests.Protection;

public sealed class BcryptTests
{
    // Hashes as another implementation makes them.
    [Theory]
    [InlineData("", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")]
    [InlineData("61", "$2y$04$./ABCXYZabcxyz0189/.zunrzHPOZaYY2X4i6vTQueK9Ah6VkOnFi")]
    [InlineData("552a55", "$2y$04$./ABCXYZabcxyz0189/.zuFhXAIgxb5mG4aVqAZta797e.HDJntmy")]
    [InlineData("70617373", "$2y$04$./ABCXYZabcxyz0189/.zuZ4j9Vxzf8iIXuWTGa1gnR.8YSt2Qtvy")]
    [InlineData("c3bcff80", "$2y$04$./ABCXYZabcxyz0189/.zu/C/5XMkZIE5f9mq3AfcKsauO/uHG5nu")]
    [InlineData("66616b6570617373776f7264", "$2y$04$./ABCXYZabcxyz0189/.zuneKaObYI9Kh/2qXCmB8rr078c5I5zkG")]
    public void Matches_HashOfThePassword_OnlyOfThat(string passwordHex, string hash)
    {
        var password = Convert.FromHexString(passwordHex);
        Assert.True(Bcrypt.Matches(password, hash));
        Assert.True(Bcrypt.Matches(password, hash[..2] + "$" + hash[4..]), "without a letter behind the version");
        Assert.False(Bcrypt.Matches([(byte)'x', .. password.Take(70)], hash));
        Assert.False(Bcrypt.Matches(password, hash[..^1] + (hash[^1] == 'O' ? 'S' : 'O')));
    }

    [Fact]
    public void Matches_MoreThan72Bytes_GoesByThose()
    {
        const string Hash = "$2y$04$./ABCXYZabcxyz0189/.zuCTmm9zsKc3.qXRJiFiM5r758Adrliny";
        var password = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0123456789", 9)));
        Assert.True(Bcrypt.Matches(password, Hash));
        Assert.True(Bcrypt.Matches(password.AsSpan(0, 72), Hash));
        Assert.False(Bcrypt.Matches(password.AsSpan(0, 71), Hash));
    }

    [Theory]
    [InlineData("$2y$04$./ABCXYZabcxyz0189/.zuNo-digit-of-bcrypt-at-all-12345")]
    [InlineData("$2y$04$./ABCXYZabcxyz0189/.zu")]
    [InlineData("$2y$04$")]
    public void Matches_NoHash_IsNobodys(string hash) => Assert.False(Bcrypt.Matches("a"u8, hash));

    [Fact]
    public void OfNobody_HasItsCostAndNoPassword()
    {
        Assert.Equal(4, Bcrypt.CostOf(Bcrypt.OfNobody(4)));
        Assert.Equal(12, Bcrypt.CostOf(Bcrypt.OfNobody(12)));
        Property.Holds<byte[]>(static password => !Bcrypt.Matches(password, Bcrypt.OfNobody(4)), cases: 50);
    }
}
