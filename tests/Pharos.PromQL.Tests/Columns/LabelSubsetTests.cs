using System.Text;
using FsCheck.Fluent;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Tests.Operators;
using Pharos.Testing;

namespace Pharos.PromQL.Tests.Columns;

public sealed class LabelSubsetTests
{
    private static readonly string[] Names =
        ["a", "b", "__name__", "A", "a\0", "ab", "abcdefgh", "abcdefghi", "abcdefghj", "instance", "job", "z", new string('n', 130)];

    [Fact]
    public void Choose_OfAnySet_EqualsTheChoiceOfEachLabel()
    {
        var buffer = new ByteBuffer();
        Property.Holds(
            Gen.Choose(0, int.MaxValue),
            seed =>
            {
                var random = new RandomRows(seed);
                var labels = AnySet(random);
                var names = Enumerable.Range(0, random.Next(5)).Select(_ => Encoding.UTF8.GetBytes(random.OneOf(Names))).ToList();
                var subset = random.Next(3) switch
                {
                    0 => LabelSubset.Only(names),
                    1 => LabelSubset.AllBut(names),
                    _ => LabelSubset.AllButNameAnd(names),
                };
                var expected = new LabelsBuilder();
                foreach (var label in labels.View)
                {
                    if (subset.Chooses(label.Name))
                    {
                        expected.Add(label.Name, label.Value);
                    }
                }

                return subset.Choose(labels.View, buffer).Equals(expected.View());
            },
            cases: 3000);
    }

    [Fact]
    public void Add_OfAnySets_NumbersEachOnceInOrder()
    {
        Property.Holds(
            Gen.Choose(0, int.MaxValue),
            seed =>
            {
                var random = new RandomRows(seed);
                var index = new LabelsIndex();
                var expected = new Dictionary<Labels, int>();
                for (var i = 0; i < 300; i++)
                {
                    var labels = AnySet(random);
                    Assert.Equal(expected.ContainsKey(labels), index.TryFind(labels.View, out var found));
                    var isNew = expected.TryAdd(labels, expected.Count);
                    Assert.Equal(isNew, index.Add(labels.View, out var number));
                    Assert.Equal(expected[labels], number);
                    Assert.Equal(isNew ? -1 : number, found);
                }

                Assert.Equal(expected.Count, index.Count);
                return expected.All(pair => index[pair.Value].Equals(pair.Key.View));
            },
            cases: 50);
    }

    private static Labels AnySet(RandomRows random)
    {
        var builder = new LabelsBuilder();
        for (var count = random.Next(6); count > 0; count--)
        {
            builder.Set(Encoding.UTF8.GetBytes(random.OneOf(Names)), Encoding.UTF8.GetBytes(random.OneOf("", "x", "y", new string('v', 200))));
        }

        return builder.ToLabels();
    }
}
