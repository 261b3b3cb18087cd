namespace Pharos.Storage.Tests;

public sealed class AppendOutcomeTests
{
    [Fact]
    public void Message_EveryOutcome_HasItsOwn()
    {
        var messages = Enum.GetValues<AppendOutcome>().Select(outcome => outcome.Message()).ToList();
        Assert.Equal(messages.Count, messages.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain("", messages);
    }
}
