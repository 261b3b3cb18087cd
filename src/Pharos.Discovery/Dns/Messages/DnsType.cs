namespace Pharos.Discovery.Dns.Messages;

/// <summary>Kinds of records, with their numbers in messages.</summary>
internal enum DnsType : ushort
{
    None = 0,
    A = 1,
    Ns = 2,
    Cname = 5,
    Mx = 15,
    Aaaa = 28,
    Srv = 33,
    Opt = 41,
}

/// <summary>How a question was answered. Values are those of messages.</summary>
internal enum DnsStatus : byte
{
    Success = 0,
    FormatError = 1,
    ServerFailure = 2,
    NoSuchName = 3,
    NotImplemented = 4,
    Refused = 5,
}
