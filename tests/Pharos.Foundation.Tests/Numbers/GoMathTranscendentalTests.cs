using Pharos.Foundation.Numbers;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class GoMathTranscendentalTests
{
    private static readonly Dictionary<string, (Func<double, double> Of, Func<double, double> Platform)> Functions = new()
    {
        ["exp"] = (GoMath.Exp, Math.Exp),
        ["log10"] = (GoMath.Log10, Math.Log10),
        ["log1p"] = (GoMath.Log1p, static value => Math.Abs(value) < 1e-5 ? value - value * value / 2 : Math.Log(1 + value)),
        ["sin"] = (GoMath.Sin, Math.Sin),
        ["cos"] = (GoMath.Cos, Math.Cos),
        ["tan"] = (GoMath.Tan, Math.Tan),
        ["asin"] = (GoMath.Asin, Math.Asin),
        ["acos"] = (GoMath.Acos, Math.Acos),
        ["atan"] = (GoMath.Atan, Math.Atan),
        ["sinh"] = (GoMath.Sinh, Math.Sinh),
        ["cosh"] = (GoMath.Cosh, Math.Cosh),
        ["tanh"] = (GoMath.Tanh, Math.Tanh),
        ["asinh"] = (GoMath.Asinh, Math.Asinh),
        ["acosh"] = (GoMath.Acosh, Math.Acosh),
        ["atanh"] = (GoMath.Atanh, Math.Atanh),
    };

    public static TheoryData<string> Names() => [.. Functions.Keys];

    /// <summary>Mostly values where Go rounds otherwise than C libraries do.</summary>
    [Theory]
    [InlineData("exp", 0.1, 1.1051709180756477)]
    [InlineData("exp", 300.7, 3.9115664124791523e+130)]
    [InlineData("exp", -700.25, 7.678723813110872e-305)]
    [InlineData("log10", 12345.678, 4.091514945509201)]
    [InlineData("sin", 2.5, 0.5984721441039564)]
    [InlineData("sin", 1000, 0.8268795405320026)]
    [InlineData("sin", 1e10, -0.48750602508751073)]
    [InlineData("sin", 1e300, -0.8178819121159087)]
    [InlineData("sin", -7e22, -0.4699619490293273)]
    [InlineData("cos", 0.1, 0.9950041652780257)]
    [InlineData("cos", 1e300, -0.5753861119575491)]
    [InlineData("tan", 1, 1.557407724654902)]
    [InlineData("tan", 1000, 1.4703241557027187)]
    [InlineData("tan", 1e10, -0.5583496378112419)]
    [InlineData("tan", 1e300, 1.4214488238747243)]
    [InlineData("tan", 1e-8, 1e-8)]
    [InlineData("asin", 0.65, 0.7075844367253555)]
    [InlineData("asin", -0.999, -1.5260712396261635)]
    [InlineData("acos", 0.1, 1.4706289056333368)]
    [InlineData("atan", -1e5, -1.570786326794897)]
    [InlineData("sinh", 0.1, 0.10016675001984404)]
    [InlineData("sinh", 21.5, 1087179776.7882442)]
    [InlineData("tanh", 0.63, 0.5580522155596244)]
    [InlineData("asinh", -1.5, -1.1947632172871094)]
    [InlineData("acosh", 1.1, 0.4435682543851154)]
    [InlineData("atanh", 0.99, 2.6466524123622457)]
    public void Function_OfValue_IsRoundedAsGoDoes(string name, double value, double expected)
    {
        Assert.Equal(expected, Functions[name].Of(value));
    }

    [Theory]
    [InlineData("exp", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("exp", double.NegativeInfinity, 0)]
    [InlineData("exp", 710, double.PositiveInfinity)]
    [InlineData("exp", -750, 0)]
    [InlineData("exp", -745.13, double.Epsilon)]
    [InlineData("log10", -1, double.NaN)]
    [InlineData("log1p", -1, double.NegativeInfinity)]
    [InlineData("log1p", -2, double.NaN)]
    [InlineData("log1p", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("sin", double.PositiveInfinity, double.NaN)]
    [InlineData("cos", double.NegativeInfinity, double.NaN)]
    [InlineData("tan", double.PositiveInfinity, double.NaN)]
    [InlineData("asin", 1.1, double.NaN)]
    [InlineData("acos", -1.1, double.NaN)]
    [InlineData("atan", double.NegativeInfinity, -Math.PI / 2)]
    [InlineData("sinh", double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("cosh", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("tanh", double.NegativeInfinity, -1)]
    [InlineData("asinh", double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("acosh", 1, 0)]
    [InlineData("acosh", 0.5, double.NaN)]
    [InlineData("acosh", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("atanh", -1, double.NegativeInfinity)]
    [InlineData("atanh", 1.5, double.NaN)]
    public void Function_AtItsBounds_IsExact(string name, double value, double expected)
    {
        Assert.Equal(expected, Functions[name].Of(value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_OfNaN_IsNaN(string name)
    {
        Assert.True(double.IsNaN(Functions[name].Of(double.NaN)));
    }

    [Theory]
    [InlineData("sin")]
    [InlineData("tan")]
    [InlineData("asin")]
    [InlineData("atan")]
    [InlineData("sinh")]
    [InlineData("tanh")]
    [InlineData("asinh")]
    [InlineData("atanh")]
    public void OddFunction_OfZero_KeepsTheSign(string name)
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(Functions[name].Of(-0.0)));
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(Functions[name].Of(0.0)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_OfManyValues_IsNearThePlatforms(string name)
    {
        var (of, platform) = Functions[name];
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var value = (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-20, 11));
            var expected = platform(value);
            if (double.IsNaN(expected) || double.IsInfinity(expected))
            {
                continue;
            }

            // What is near a zero of the function is as exact as the argument is.
            var tolerance = (1e-13 * Math.Abs(expected)) + (name is "sin" or "cos" or "tan" ? 1e-12 * Math.Abs(value) : 1e-15);
            var actual = of(value);
            Assert.True(Math.Abs(actual - expected) <= tolerance, $"{name}({value:R}) is {expected:R} and not {actual:R}");
        }
    }
}
