using System.Text;
using Pharos.PromQL.VectorFunctions;

namespace Pharos.PromQL.Tests.VectorFunctions;

public class NaturalOrderTests
{
    [Theory]
    [InlineData("disk2", "disk10", true)]
    [InlineData("disk10", "disk2", false)]
    [InlineData("a", "b", true)]
    [InlineData("a", "a1", true)]
    [InlineData("a1", "a", false)]
    [InlineData("a1b", "a1c", true)]
    [InlineData("v1.9.0", "v1.10.0", true)]
    [InlineData("10", "9a", false)]
    [InlineData("1", "01", true)]
    [InlineData("01", "1", true)]
    [InlineData("1a", "01b", true)]
    [InlineData("", "a", false)]
    [InlineData("a", "", false)]
    [InlineData("100000000000000000000", "2", true)]
    [InlineData("9223372036854775807", "10", false)]
    [InlineData("é2", "é10", true)]
    public void Precedes_Texts_TakesDigitsAsNumbers(string left, string right, bool expected)
    {
        Assert.Equal(expected, NaturalOrder.Precedes(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)));
    }
}
