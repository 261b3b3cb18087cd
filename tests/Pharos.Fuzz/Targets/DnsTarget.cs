using Pharos.Discovery.Dns.Messages;

namespace Pharos.Fuzz.Targets;

/// <summary>Answers of name servers: what is read of them is no more than they have room for, and names are read as what they are written as.</summary>
internal sealed class DnsTarget : IFuzzTarget
{
    private static readonly DnsQuery Query = DnsQuery.Create("www.example.com", DnsType.Srv, 0x1234)!;

    public string Name => "dns";

    public IEnumerable<byte[]> Seeds
    {
        get
        {
            byte[] question = [.. Query.Encode(extended: false)];
            question[2] = 0x81;
            yield return question;
            byte[] answer = [.. question, .. Record(1, [10, 0, 0, 1]), .. Record(28, new byte[16]), .. Record(5, [1, 97, 0xC0, 12]), .. Record(33, [0, 1, 0, 2, 0, 80, 0xC0, 16]), .. Record(15, [0, 1, 1, 98, 0])];
            answer[7] = 5;
            yield return answer;
            byte[] truncated = [.. answer.AsSpan(0, answer.Length - 4)];
            truncated[2] |= 2;
            yield return truncated;
        }
    }

    public IReadOnlyList<byte[]> Tokens { get; } = [[0xC0, 12], [0xC0, 0], [0xC0, 0xFF], [0xFF, 0xFF], [0], [63], [64], [0, 33, 0, 1], [0, 1, 0, 1], [0, 15, 0, 1]];

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var response = Query.Decode(input);
        outcome.Result(response is not null);
        if (response is not null)
        {
            BrokenInvariantException.Require(response.Records.Count <= input.Length / 11, "there are more records than the message has room for");
            outcome.Feature(1, (ulong)response.Status);
            foreach (var record in response.Records)
            {
                outcome.Feature(2, (ulong)record.Type);
                outcome.Result(record.Host);
            }
        }

        // Any place of the message may be a name.
        for (var start = 0; start < input.Length && start < 64; start++)
        {
            var at = start;
            if (DnsName.TryDecode(input, ref at, out var name))
            {
                BrokenInvariantException.Require(at > start && at <= input.Length, "a name ends where it does not");
                BrokenInvariantException.Require(DnsName.TryEncode(name, out var encoded) && encoded.Length <= DnsName.MostBytes, "a name that was read cannot be written");
                var again = 0;
                BrokenInvariantException.Require(DnsName.TryDecode(encoded, ref again, out var same) && same == name, "a name that was written is read as another");
            }
        }
    }

    /// <summary>Its name is that of the question.</summary>
    private static byte[] Record(byte type, byte[] data) => [0xC0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data];
}
