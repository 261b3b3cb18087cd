using Pharos.Instrumentation.Distributions;

namespace Pharos.Instrumentation.Tests.Distributions;

public sealed class ExponentialBucketsTests
{
    public static TheoryData<int> Schemas => new(Enumerable.Range(ExponentialBuckets.MinSchema, 13));

    [Theory]
    [InlineData(1.1, 3)]
    [InlineData(1.0905077326652577, 3)]
    [InlineData(1.09, 4)]
    [InlineData(2, 0)]
    [InlineData(1.9, 1)]
    [InlineData(4, -1)]
    [InlineData(65536, -4)]
    [InlineData(1e9, -4)]
    [InlineData(1.000001, 8)]
    public void SchemaFor_Factor_IsTheCoarsestThatKeepsIt(double factor, int schema) =>
        Assert.Equal(schema, ExponentialBuckets.SchemaFor(factor));

    [Theory]
    [InlineData(1.0, 0)]
    [InlineData(2.0, 1)]
    [InlineData(1.5, 1)]
    [InlineData(0.5, -1)]
    [InlineData(0.6, 0)]
    [InlineData(double.MaxValue, 1024)]
    [InlineData(double.PositiveInfinity, 1025)]
    [InlineData(double.Epsilon, -1074)]
    public void IndexOf_SchemaZero_IsThePowerOfTwoAtOrAbove(double value, int index) =>
        Assert.Equal(index, ExponentialBuckets.IndexOf(value, 0));

    /// <summary>With exact arithmetic; a bound itself, which is seldom a double, may be off by the last digit of a double.</summary>
    [Theory]
    [MemberData(nameof(Schemas))]
    public void IndexOf_AnyNumber_IsTheBucketThatHoldsIt(int schema)
    {
        var random = new Random(schema + 100);
        for (var i = 0; i < 400; i++)
        {
            var value = Math.Abs(BitConverter.Int64BitsToDouble(random.NextInt64()));
            if (!double.IsFinite(value) || value == 0)
            {
                continue;
            }

            AssertHeld(value, schema);
        }
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void IndexOf_NumbersAroundBounds_AreInTheBucketThatHoldsThem(int schema)
    {
        for (var index = -300; index <= 300; index++)
        {
            var bound = ExponentialBuckets.UpperBound(index, schema);
            if (bound == 0 || bound >= double.MaxValue)
            {
                continue;
            }

            Assert.Equal(index, ExponentialBuckets.IndexOf(bound, schema));
            Assert.Equal(index + 1, ExponentialBuckets.IndexOf(Math.BitIncrement(bound), schema));
            AssertHeld(bound * 1.0001, schema);
            AssertHeld(bound * 0.9999, schema);
        }
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void UpperBound_Index_IsThePowerButForTheLastDigit(int schema)
    {
        for (var index = -520; index <= 520; index++)
        {
            var bound = ExponentialBuckets.UpperBound(index, schema);
            if (bound == 0 || bound >= double.MaxValue || !double.IsNormal(bound))
            {
                continue;
            }

            // The reference's bounds, which ours must equal, are up to three steps beside the power rounded to a double.
            var step = 4 * (Math.BitIncrement(bound) - bound);
            Assert.True(NativeBuckets.CompareWithBound(bound - step, index, schema) < 0, $"{index}");
            Assert.True(NativeBuckets.CompareWithBound(bound + step, index, schema) > 0, $"{index}");
        }
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Halve_Index_IsTheBucketAtTheNextSchema(int schema)
    {
        if (schema == ExponentialBuckets.MinSchema)
        {
            return;
        }

        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var value = Math.ScaleB(1 + random.NextDouble(), random.Next(-1074, 1024));
            if (value > 0)
            {
                var fine = ExponentialBuckets.IndexOf(value, schema);
                Assert.Equal(ExponentialBuckets.IndexOf(value, schema - 1), ExponentialBuckets.Halve(fine));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void UpperBound_Ends_AreTheLargestNumberAndInfinity(int schema)
    {
        var last = ExponentialBuckets.IndexOf(double.MaxValue, schema);
        Assert.Equal(double.MaxValue, ExponentialBuckets.UpperBound(last, schema));
        Assert.Equal(last + 1, ExponentialBuckets.IndexOf(double.PositiveInfinity, schema));
        Assert.Equal(double.PositiveInfinity, ExponentialBuckets.UpperBound(last + 1, schema));
    }

    private static void AssertHeld(double value, int schema)
    {
        var index = ExponentialBuckets.IndexOf(value, schema);
        Assert.True(NativeBuckets.CompareWithBound(value, index, schema) <= 0, $"{value:R} is above bucket {index}");
        Assert.True(NativeBuckets.CompareWithBound(value, index - 1, schema) > 0, $"{value:R} is below bucket {index}");
    }
}
