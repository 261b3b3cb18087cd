using Pharos.PromQL.VectorFunctions;
using Pharos.Testing;

namespace Pharos.PromQL.Tests.VectorFunctions;

public class MergeSortTests
{
    [Fact]
    public void Sort_ByConsistentOrder_IsStable()
    {
        Property.Holds<int[]>(numbers =>
        {
            var items = numbers.Select(static (number, place) => (Key: number % 5, place)).ToArray();
            var expected = items.OrderBy(static item => item.Key).ToArray();
            MergeSort.Sort<(int Key, int)>(items, static (left, right) => left.Key.CompareTo(right.Key));
            return items.SequenceEqual(expected);
        });
    }

    [Fact]
    public void Sort_ByOrderThatContradictsItself_KeepsAllItems()
    {
        var random = new Random(1);
        for (var count = 0; count < 100; count++)
        {
            var items = Enumerable.Range(0, count).ToArray();
            MergeSort.Sort<int>(items, (_, _) => random.Next(-1, 2));
            Assert.Equal(Enumerable.Range(0, count), items.Order());
        }
    }
}
