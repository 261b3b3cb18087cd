using FsCheck.Fluent;
using Pharos.Testing;

namespace Pharos.Model.Tests;

public sealed class LabelsTests
{
    [Fact]
    public void Of_PairsInAnyOrder_AreSortedAndLastWins()
    {
        var labels = Labels.Of(("b", "2"), ("a", "1"), ("b", "3"), ("c", ""));
        Assert.Equal("{a=\"1\", b=\"3\"}", labels.ToString());
        Assert.Equal("3", labels["b"]);
        Assert.Null(labels["c"]);
        Assert.Equal(2, labels.Count);
    }

    [Fact]
    public void Empty_Set_IsTheDefault()
    {
        Assert.True(Labels.Empty.IsEmpty);
        Assert.Equal(0, Labels.Empty.Count);
        Assert.Equal(Labels.Empty, Labels.Of(("a", "")));
        Assert.Equal("{}", Labels.Empty.ToString());
        Assert.Null(Labels.Empty["a"]);
    }

    [Theory]
    [InlineData("{}", 17241709254077376921UL)]
    [InlineData("{a=\"1\"}", 7311538254805615637UL, "a", "1")]
    [InlineData(
        "{__name__=\"up\", instance=\"localhost:9100\", job=\"node\"}",
        3460049755793297338UL,
        "__name__", "up", "job", "node", "instance", "localhost:9100")]
    [InlineData("{\"a.b\"=\"x\\\"y\\n\", \"été\"=\"日本\"}", 106061418065311849UL, "été", "日本", "a.b", "x\"y\n")]
    public void StableHash_AndText_AreThoseOfTheReference(string text, ulong hash, params string[] namesAndValues)
    {
        var builder = new LabelsBuilder();
        foreach (var pair in namesAndValues.Chunk(2))
        {
            builder.Add(Bytes(pair[0]), Bytes(pair[1]));
        }

        Assert.Equal(text, builder.ToString());
        Assert.Equal(hash, builder.View().StableHash());
    }

    [Fact]
    public void StableHash_LongTexts_IsThatOfTheReference()
    {
        Assert.Equal(11659219398953520534UL, Labels.Of(("v", new string('x', 200))).View.StableHash());
        Assert.Equal(8201311542241527541UL, Labels.Of((new string('n', 130), new string('y', 20_000))).View.StableHash());
    }

    [Fact]
    public void StableHash_AndText_OfBrokenUtf8_AreThoseOfTheReference()
    {
        var builder = new LabelsBuilder();
        builder.Add([0xFF, 0xFE], [(byte)'a', 0x80, (byte)'b']);
        Assert.Equal(12936709409519471688UL, builder.View().StableHash());
        Assert.Equal("{\"\\xff\\xfe\"=\"a\\x80b\"}", builder.ToString());
        Assert.False(NameValidation.AreValid(builder.View(), NameValidationScheme.Utf8));
    }

    [Fact]
    public void Enumerate_AnyPairs_GivesThemSortedAndOnce()
    {
        Property.Holds(LabelPairs.Any, pairs =>
        {
            var labels = LabelPairs.Build(pairs);
            var expected = LabelPairs.Sorted(pairs);
            var found = new List<(byte[] Name, byte[] Value)>();
            foreach (var label in labels.View)
            {
                found.Add((label.Name.ToArray(), label.Value.ToArray()));
            }

            return found.Select(LabelPairs.Text).SequenceEqual(expected.Select(LabelPairs.Text)) && labels.Count == expected.Count;
        });
    }

    [Fact]
    public void TryGet_AnyPairs_FindsEachAndNothingElse()
    {
        Property.Holds(LabelPairs.Any, pairs =>
        {
            var view = LabelPairs.Build(pairs).View;
            var expected = LabelPairs.Sorted(pairs);
            var ok = !view.TryGet("no such label"u8, out _) && !view.Contains("\0"u8);
            foreach (var (name, value) in expected)
            {
                ok &= view.TryGet(name, out var found) && found.SequenceEqual(value) && view[name].SequenceEqual(value);
            }

            return ok;
        });
    }

    [Fact]
    public void TryGet_EmptyName_IsANameLikeOthers()
    {
        // Rules can make such a set; it is refused where names are validated, not here.
        var labels = Labels.Of(("", "x"), ("a", "1"));
        Assert.Equal("x", labels[""]);
        Assert.Equal("1", labels["a"]);
        Assert.Null(labels["0"]);
        Assert.False(NameValidation.AreValid(labels.View, NameValidationScheme.Utf8));
    }

    [Fact]
    public void CompareTo_AnyTwoSets_OrdersAsTheirPairsDo()
    {
        Property.Holds(LabelPairs.Any.Zip(LabelPairs.Any), sets =>
        {
            var (left, right) = (LabelPairs.Build(sets.Item1), LabelPairs.Build(sets.Item2));
            var expected = LabelPairs.Compare(LabelPairs.Sorted(sets.Item1), LabelPairs.Sorted(sets.Item2));
            return Math.Sign(left.CompareTo(right)) == expected
                && Math.Sign(right.CompareTo(left)) == -expected
                && (left == right) == (expected == 0)
                && (left < right) == (expected < 0)
                && (left >= right) == (expected >= 0)
                && (expected != 0 || left.GetHashCode() == right.GetHashCode());
        });
    }

    [Theory]
    [InlineData("a", "b", "a", "bc", -1)]
    [InlineData("a", "z", "ab", "a", -1)]
    [InlineData("a", "b", "a", "b", 0)]
    public void CompareTo_TwoLabels_NameBeforeValue(string name, string value, string otherName, string otherValue, int expected)
    {
        Assert.Equal(expected, Math.Sign(Labels.Of((name, value)).CompareTo(Labels.Of((otherName, otherValue)))));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(3_000_000)]
    public void ToLabels_LongTexts_AreKept(int length)
    {
        var name = new string('n', length);
        var value = new string('v', length);
        var labels = Labels.Of((name, value), ("a", "1"), ("z", "2"));
        Assert.Equal(value, labels[name]);
        Assert.Equal("1", labels["a"]);
        Assert.Equal("2", labels["z"]);
        Assert.Equal(labels, labels.View.ToLabels());
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
