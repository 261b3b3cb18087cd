namespace Pharos.Discovery.Aws;

/// <summary>What is looked for in AWS.</summary>
internal enum AwsRole : byte
{
    None,
    Ec2,
    Ecs,
    ElastiCache,
    Lightsail,
    Msk,
    Rds,
}
