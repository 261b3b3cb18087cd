namespace Pharos.Discovery.Dns.Messages;

/// <param name="IsTruncated">There is more than the message had room for.</param>
internal sealed record DnsResponse(DnsStatus Status, bool IsTruncated, IReadOnlyList<DnsRecord> Records);
