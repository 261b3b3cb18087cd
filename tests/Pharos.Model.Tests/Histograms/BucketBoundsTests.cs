using System.Runtime.InteropServices;
using Pharos.Foundation.Bytes;
using Pharos.Model.Histograms;

namespace Pharos.Model.Tests.Histograms;

public sealed class BucketBoundsTests
{
    [Theory]
    [InlineData(0, 0, 1.0)]
    [InlineData(1, 0, 2.0)]
    [InlineData(-1, 0, 0.5)]
    [InlineData(1, 1, 1.414213562373095)]
    [InlineData(2, 1, 2.0)]
    [InlineData(1, -1, 4.0)]
    [InlineData(3, -4, 281474976710656.0)]
    [InlineData(-1, -9, 7.458340731200207e-155)]
    [InlineData(7, 8, 1.0191339960777379)]
    public void UpperExponential_SomeBuckets_AreTheDefinedPowers(int index, int schema, double expected)
    {
        Assert.Equal(expected, BucketBounds.UpperExponential(index, schema));
    }

    /// <summary>The last bucket of finite values ends at the largest double, the one that counts infinities at +Inf.</summary>
    [Theory]
    [InlineData(8, 262144)]
    [InlineData(3, 8192)]
    [InlineData(0, 1024)]
    [InlineData(-2, 256)]
    [InlineData(-4, 64)]
    public void UpperExponential_AtTheEndOfAllNumbers_IsTheLargestAndThenInfinity(int schema, int last)
    {
        Assert.Equal(double.MaxValue, BucketBounds.UpperExponential(last, schema));
        Assert.Equal(double.PositiveInfinity, BucketBounds.UpperExponential(last + 1, schema));
        Assert.Equal(double.PositiveInfinity, BucketBounds.UpperExponential(int.MaxValue, schema));
        Assert.Equal(0, BucketBounds.UpperExponential(int.MinValue, schema));
    }

    [Theory]
    [InlineData(-1074, double.Epsilon)]
    [InlineData(-1075, 0.0)]
    [InlineData(-1022, 2.2250738585072014e-308)]
    [InlineData(-1023, 1.1125369292536007e-308)]
    public void UpperExponential_BelowTheNormalNumbers_IsRoundedOnce(int index, double expected)
    {
        Assert.Equal(expected, BucketBounds.UpperExponential(index, 0));
    }

    /// <summary>The sum is over the reference's own table: other programs compare these bounds for equality.</summary>
    [Fact]
    public void UpperExponential_AllOfOneOctave_HaveTheReferencesBits()
    {
        var bounds = new double[256];
        for (var i = 0; i < bounds.Length; i++)
        {
            bounds[i] = BucketBounds.UpperExponential(i - 256, 8);
        }

        Assert.Equal(0x2334C664CD058963UL, XxHash64.Hash(MemoryMarshal.AsBytes<double>(bounds)));
    }

    [Fact]
    public void UpperExponential_LowerSchemas_ShareTheBoundsOfHigherOnes()
    {
        for (var schema = 0; schema < 8; schema++)
        {
            for (var index = -600; index < 600; index++)
            {
                Assert.Equal(BucketBounds.UpperExponential(2 * index, schema + 1), BucketBounds.UpperExponential(index, schema));
            }
        }
    }

    [Theory]
    [InlineData(-1, double.NegativeInfinity)]
    [InlineData(0, 0.5)]
    [InlineData(1, 2.0)]
    [InlineData(2, double.PositiveInfinity)]
    public void Upper_CustomBuckets_AreTheGivenBoundsBetweenInfinities(int index, double expected)
    {
        Assert.Equal(expected, BucketBounds.Upper(index, HistogramSchema.CustomBuckets, [0.5, 2]));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(52)]
    [InlineData(-10)]
    public void UpperExponential_SchemaWithoutBounds_Throws(int schema)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BucketBounds.UpperExponential(1, schema));
    }

    [Theory]
    [InlineData(-53, true, true)]
    [InlineData(-10, false, false)]
    [InlineData(-9, false, true)]
    [InlineData(-4, true, true)]
    [InlineData(8, true, true)]
    [InlineData(9, false, true)]
    [InlineData(52, false, true)]
    [InlineData(53, false, false)]
    public void Schemas_AreValidOrKnownOrNeither(int schema, bool isValid, bool isKnown)
    {
        Assert.Equal(isValid, HistogramSchema.IsValid(schema));
        Assert.Equal(isKnown, HistogramSchema.IsKnown(schema));
    }
}
