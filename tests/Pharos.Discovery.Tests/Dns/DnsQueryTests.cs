using Pharos.Discovery.Dns.Messages;

namespace Pharos.Discovery.Tests.Dns;

public sealed class DnsQueryTests
{
    private static readonly DnsQuery Query = DnsQuery.Create("www.Example.com", DnsType.A, 0x1234)!;
    private static readonly byte[] Asked = Query.Encode(extended: true);

    [Fact]
    public void Decode_Answer_GivesRecords()
    {
        var answer = DnsPacket.Answering(Asked).Cname("x.example.com").A("10.0.0.1").Record((DnsType)99, [1, 2]).Srv("a b.c", 81).ToBytes();

        var response = Query.Decode(answer)!;

        Assert.Equal(DnsStatus.Success, response.Status);
        Assert.Equal(
            [new(DnsType.Cname, "x.example.com."), new(DnsType.A, "10.0.0.1"), new((DnsType)99, ""), new DnsRecord(DnsType.Srv, "a\\032b.c.", 81)],
            response.Records);
    }

    [Fact]
    public void Decode_CapitalsOfTheQuestionDiffer_IsTheSameQuestion()
    {
        var other = DnsQuery.Create("WWW.example.COM", DnsType.A, 0x1234)!.Encode(extended: false);

        Assert.NotNull(Query.Decode(DnsPacket.Answering(other).A("10.0.0.1").ToBytes()));
    }

    [Theory]
    [InlineData("www.example.com", (int)DnsType.A, 0x1235, "another number")]
    [InlineData("www.example.org", (int)DnsType.A, 0x1234, "another name")]
    [InlineData("ww[.example.com", (int)DnsType.A, 0x1234, "a letter that differs in the bit of capitals only")]
    [InlineData("www.example.com", (int)DnsType.Aaaa, 0x1234, "another type")]
    public void Decode_AnswerToAnotherQuestion_IsNone(string name, int type, int id, string why)
    {
        var query = name.StartsWith("ww[", StringComparison.Ordinal) ? DnsQuery.Create("ww{.example.com", DnsType.A, 0x1234)! : Query;
        var other = DnsQuery.Create(name, (DnsType)type, (ushort)id)!.Encode(extended: false);

        Assert.True(query.Decode(DnsPacket.Answering(other).A("10.0.0.1").ToBytes()) is null, why);
    }

    [Fact]
    public void Decode_Question_IsNoAnswer() => Assert.Null(Query.Decode(Asked));

    [Fact]
    public void Decode_CutShort_IsNoneOrSaysThatItIsTruncated()
    {
        var whole = DnsPacket.Answering(Asked).Srv("a.b", 1).A("10.0.0.1").ToBytes();
        var truncated = DnsPacket.Answering(Asked, truncated: true).Srv("a.b", 1).A("10.0.0.1").ToBytes();
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(Query.Decode(whole.AsSpan(0, length)));
            Assert.True(Query.Decode(truncated.AsSpan(0, length)) is null or { IsTruncated: true, Records: [] });
        }
    }

    [Theory]
    [InlineData((int)DnsType.A, new byte[] { 1, 2, 3 })]
    [InlineData((int)DnsType.Aaaa, new byte[] { 1, 2, 3, 4 })]
    [InlineData((int)DnsType.Srv, new byte[] { 0, 0, 0, 0, 0, 80 })]
    [InlineData((int)DnsType.Mx, new byte[] { 0, 1 })]
    [InlineData((int)DnsType.Ns, new byte[] { 1, 65, 0, 0 })]
    [InlineData((int)DnsType.Ns, new byte[] { 1, 65 })]
    [InlineData((int)DnsType.Ns, new byte[] { 0xC0, 12, 0 })]
    public void Decode_DataOfWrongLength_IsNone(int type, byte[] data) => Assert.Null(Query.Decode(DnsPacket.Answering(Asked).Record((DnsType)type, data).ToBytes()));

    [Fact]
    public void Decode_AnyBytes_EndsWithoutFault()
    {
        var valid = DnsPacket.Answering(Asked).Cname("x.example.com").A("10.0.0.1").Srv("h.example.com", 80).Mx("m").ToBytes();
        var random = new Random(1);
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = valid.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var response = Query.Decode(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
            Assert.True(response is null || response.Records.Count <= bytes.Length / 11);
        }
    }
}
