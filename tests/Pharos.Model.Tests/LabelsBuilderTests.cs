using System.Text;
using FsCheck.Fluent;
using Pharos.Testing;

namespace Pharos.Model.Tests;

public sealed class LabelsBuilderTests
{
    [Fact]
    public void Builder_AnyOperations_AgreesWithADictionary()
    {
        var operations = LabelPairs.Any.Zip(Gen.Choose(0, 5).ArrayOf(45));
        Property.Holds(operations, run =>
        {
            var builder = new LabelsBuilder();
            var model = new Dictionary<string, string>();
            var ok = true;
            for (var i = 0; i < run.Item1.Length; i++)
            {
                ok &= Apply(run.Item2[i], run.Item1[i], builder, model);
            }

            return ok && builder.Count == model.Count && AsText(builder) == AsText(model);
        });
    }

    [Fact]
    public void Reset_StartSet_IsWhereChangesBegin()
    {
        var builder = new LabelsBuilder(Labels.Of(("b", "1"), ("a", "2")).View);
        builder.Set("c"u8, "3"u8).Remove("a"u8).Set("b"u8, "4"u8);
        Assert.Equal("{b=\"4\", c=\"3\"}", builder.ToString());

        builder.Reset(builder.View());
        Assert.Equal("{b=\"4\", c=\"3\"}", builder.ToString());

        builder.Reset();
        Assert.Equal(0, builder.Count);
        Assert.True(builder.View().IsEmpty);
    }

    [Fact]
    public void EndEncoded_WholeSet_IsAsIfEachLabelWereAdded()
    {
        var set = Labels.Of(("__name__", "m"), ("a", "1"), ("c", new string('x', 300)));
        var encoded = set.View.Encoded;
        var builder = new LabelsBuilder();
        builder.Set("old"u8, "1"u8);
        encoded.CopyTo(builder.BeginEncoded(encoded.Length));
        builder.EndEncoded(encoded.Length);
        Assert.True(builder.View().Equals(set.View));
        Assert.False(builder.HasDuplicateNames());
        Assert.Equal(3, builder.Count);

        Assert.True(builder.At(1).Value.SequenceEqual("1"u8));
        builder.Add("b"u8, "2"u8);
        builder.Set("a"u8, ""u8).Set("c"u8, "3"u8);
        Assert.Equal("{__name__=\"m\", b=\"2\", c=\"3\"}", builder.ToString());
    }

    [Fact]
    public void BeginEncoded_WithoutEnd_LeavesTheBuilderEmpty()
    {
        var builder = new LabelsBuilder(Labels.Of(("a", "1")).View);
        builder.BeginEncoded(10).Fill(0xFF);
        Assert.Equal(0, builder.Count);
        Assert.True(builder.View().IsEmpty);
    }

    [Fact]
    public void Set_ValueFromTheBuilderItself_IsCopied()
    {
        var builder = new LabelsBuilder();
        builder.Add("a"u8, Encoding.UTF8.GetBytes(new string('x', 200)));
        for (var i = 0; i < 20; i++)
        {
            builder.Set(Encoding.UTF8.GetBytes($"b{i}"), builder.Get("a"u8));
        }

        for (var i = 0; i < builder.Count; i++)
        {
            Assert.Equal(new string('x', 200), Encoding.UTF8.GetString(builder.At(i).Value));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(1_000)]
    public void HasDuplicateNames_AddedTwice_IsTrue(int count)
    {
        var builder = new LabelsBuilder();
        for (var i = count; i > 0; i--)
        {
            builder.Add(Encoding.UTF8.GetBytes($"n{i}"), "v"u8);
        }

        Assert.False(builder.HasDuplicateNames());
        builder.Add("n1"u8, "w"u8);
        Assert.True(builder.HasDuplicateNames());
        Assert.Equal(count + 1, builder.Count);
    }

    [Fact]
    public void View_ManyLabelsInReverse_TakesNoQuadraticTime()
    {
        const int Count = 100_000;
        var builder = new LabelsBuilder();
        for (var i = Count; i > 0; i--)
        {
            builder.Add(Encoding.UTF8.GetBytes($"label_{i:d7}"), "v"u8);
        }

        // By insertion this would be five thousand million moves.
        Assert.False(builder.HasDuplicateNames());
        Assert.Equal(Count, builder.View().Count);
        Assert.Equal("label_0000001", Encoding.UTF8.GetString(builder.At(0).Name));
    }

    [Fact]
    public void RemoveAt_OutOfRange_Throws()
    {
        var builder = new LabelsBuilder(Labels.Of(("a", "1")).View);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.RemoveAt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.RemoveAt(-1));
        builder.RemoveAt(0);
        Assert.Equal(0, builder.Count);
    }

    [Fact]
    public void AddAndView_UsedAgain_AllocateNothing()
    {
        var builder = new LabelsBuilder();
        byte[][] names = [.. Enumerable.Range(0, 40).Select(i => Encoding.UTF8.GetBytes($"name_{(i * 7) % 40:d2}"))];
        Fill(builder, names);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Fill(builder, names);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(40, builder.View().Count);
    }

    private static void Fill(LabelsBuilder builder, byte[][] names)
    {
        builder.Reset();
        foreach (var name in names)
        {
            builder.Add(name, "some value"u8);
        }

        builder.Set("name_03"u8, "another value"u8).Remove("name_04"u8).Set("name_04"u8, "x"u8);
        _ = builder.View().Hash();
    }

    private static bool Apply(int operation, (byte[] Name, byte[] Value) pair, LabelsBuilder builder, Dictionary<string, string> model)
    {
        var name = Convert.ToHexString(pair.Name);
        var value = Convert.ToHexString(pair.Value);
        switch (operation)
        {
            case 0:
                builder.Remove(pair.Name);
                model.Remove(name);
                return true;
            case 1:
                return AsText(builder) == AsText(model);
            case 2 when !model.ContainsKey(name):
                builder.Add(pair.Name, pair.Value);
                break;
            default:
                builder.Set(pair.Name, pair.Value);
                break;
        }

        if (value.Length == 0)
        {
            model.Remove(name);
        }
        else
        {
            model[name] = value;
        }

        return Convert.ToHexString(builder.Get(pair.Name)) == value && !builder.HasDuplicateNames();
    }

    private static string AsText(LabelsBuilder builder)
    {
        var text = new StringBuilder();
        foreach (var label in builder.View())
        {
            text.Append(Convert.ToHexString(label.Name)).Append('=').Append(Convert.ToHexString(label.Value)).Append(' ');
        }

        return text.ToString();
    }

    /// <summary>Hexadecimal digits sort as the bytes do.</summary>
    private static string AsText(Dictionary<string, string> model) =>
        string.Concat(model.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value} "));

    [Fact]
    public void AddAsIs_EmptyValue_Stays()
    {
        var builder = new LabelsBuilder();
        builder.AddAsIs("b"u8, "1"u8);
        builder.AddAsIs("a"u8, default);
        Assert.Equal("{a=\"\", b=\"1\"}", builder.ToString());
    }
}
