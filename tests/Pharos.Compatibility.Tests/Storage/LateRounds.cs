namespace Pharos.Compatibility.Tests.Storage;

/// <summary>Rounds in order, between which older ones come.</summary>
internal static class LateRounds
{
    private const long StepMs = 60_000;

    /// <summary>Five hours of rounds; each late one comes up to an hour after its time.</summary>
    public static List<StoredSample[]> Make(int late)
    {
        var random = new Random(late);
        var rounds = new List<(double Arrival, StoredSample[] Samples)>();
        for (var i = 0; i < 300; i++)
        {
            rounds.Add((i, SampleRounds.Round(i, SampleRounds.StartMs + i * StepMs)));
        }

        for (var i = 0; i < late; i++)
        {
            // Between those in order, and never at the same time as another.
            var position = random.Next(1, 280);
            var samples = SampleRounds.Round(1000 + i, SampleRounds.StartMs + position * StepMs + 1 + i);
            rounds.Add((position + 1 + random.Next(60), samples));
        }

        return [.. rounds.OrderBy(static round => round.Arrival).Select(static round => round.Samples)];
    }
}
