namespace Pharos.Architecture.Tests;

public sealed class ArchitectureTableTests
{
    [Fact]
    public void Parse_Table_GivesNamesInFull()
    {
        var table = ArchitectureTable.Parse(
        [
            "| Other | Table |",
            "|---|---|",
            "| a | b |",
            "",
            "| Assembly | What lives there | Uses |",
            "|---|---|---|",
            "| Pharos.Foundation | bytes, time | – |",
            "| [`Pharos.Model`](src/Pharos.Model) | labels | Foundation |",
            "| `Pharos.Formats` | a, b | Foundation, Model |",
            "",
            "| Assembly | outside | Uses |",
        ]);
        Assert.Equal(["Pharos.Foundation", "Pharos.Model", "Pharos.Formats"], table.Keys);
        Assert.Empty(table["Pharos.Foundation"]);
        Assert.Equal(["Pharos.Foundation"], table["Pharos.Model"]);
        Assert.Equal(["Pharos.Foundation", "Pharos.Model"], table["Pharos.Formats"]);
    }
}
