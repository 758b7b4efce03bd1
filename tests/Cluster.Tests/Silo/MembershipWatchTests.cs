using System.Net;
using System.Reflection;
using HybridOrleans.Silo.Configuration;
using HybridOrleans.Silo.Membership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Runtime;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Silo;

public sealed class MembershipWatchTests : IDisposable
{
    private static readonly SiloAddress Address = SiloAddress.New(IPAddress.Loopback, 11111, 1);

    private readonly IMembershipTable _table = DispatchProxy.Create<IMembershipTable, OneRow>();
    private readonly Lifetime _lifetime = new();
    private readonly MembershipWatch _watch;

    public MembershipWatchTests() => _watch = new MembershipWatch(
        _table,
        new LocalSilo(),
        new SiloSettings
        {
            Address = IPAddress.Loopback,
            HttpUrl = new Uri("http://127.0.0.1:8080"),
            Redis = new RedisSettings("redis", 6379, 0, "secret"),
        },
        _lifetime,
        TimeProvider.System,
        NullLogger<MembershipWatch>.Instance);

    private OneRow Row => (OneRow)(object)_table;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _watch.Dispose();

    [Fact]
    public async Task A_silo_whose_row_is_there_is_a_member()
    {
        Row.Status = SiloStatus.Active;
        await _watch.LookAsync(Cancel);
        Assert.Equal((null, false, null), (_watch.Reason, _watch.IsLost, _watch.Failure));
    }

    [Fact]
    public async Task A_silo_is_sure_of_its_view_from_before_a_look_that_found_its_row_and_until_one_that_does_not()
    {
        Assert.Null(_watch.GoodAt);
        Row.Status = SiloStatus.Active;
        var before = TimeProvider.System.GetTimestamp();
        await _watch.LookAsync(Cancel);
        var goodAt = _watch.GoodAt;
        Assert.InRange(goodAt!.Value, before, TimeProvider.System.GetTimestamp());
        Row.Failure = new TimeoutException("The test's Redis is away.");
        await _watch.LookAsync(Cancel);
        Assert.Equal(goodAt, _watch.GoodAt);
        (Row.Failure, Row.Status) = (null, SiloStatus.Dead);
        await _watch.LookAsync(Cancel);
        Assert.Null(_watch.GoodAt);
    }

    [Fact]
    public async Task A_silo_whose_row_is_gone_is_not_ready_at_once_and_stops_at_the_next_look()
    {
        await _watch.LookAsync(Cancel);
        Assert.Equal(("it is no member of its cluster any more and stops", true), (_watch.Reason, _watch.IsLost));
        Assert.False(_lifetime.IsStopping);
        await _watch.LookAsync(Cancel);
        Assert.StartsWith(
            "This silo's row in the membership table, Redis redis:6379/0, is gone", _watch.Failure?.Message);
        Assert.DoesNotContain("secret", _watch.Failure!.Message, StringComparison.Ordinal);
        Assert.True(_lifetime.IsStopping);
    }

    [Fact]
    public async Task A_table_that_is_gone_altogether_is_told_as_a_row_that_is_gone()
    {
        Row.Failure = new RedisClusteringException("The Redis membership table version is missing.");
        await _watch.LookAsync(Cancel);
        await _watch.LookAsync(Cancel);
        Assert.StartsWith("This silo's row in the membership table", _watch.Failure?.Message);
        Assert.True(_lifetime.IsStopping);
    }

    [Fact]
    public async Task A_silo_that_was_declared_dead_stops_too()
    {
        Row.Status = SiloStatus.Dead;
        await _watch.LookAsync(Cancel);
        await _watch.LookAsync(Cancel);
        Assert.StartsWith("The other silos declared this one dead", _watch.Failure?.Message);
        Assert.True(_lifetime.IsStopping);
    }

    [Fact]
    public async Task A_table_that_does_not_answer_proves_nothing()
    {
        Row.Failure = new TimeoutException("no answer");
        await _watch.LookAsync(Cancel);
        await _watch.LookAsync(Cancel);
        Assert.Equal(("its table does not answer: no answer", false), (_watch.Reason, _watch.IsLost));
        Assert.False(_lifetime.IsStopping);
    }

    [Fact]
    public async Task One_look_that_found_nothing_is_forgiven_when_the_row_is_back()
    {
        await _watch.LookAsync(Cancel);
        Row.Status = SiloStatus.Active;
        await _watch.LookAsync(Cancel);
        Assert.Equal((null, false), (_watch.Reason, _watch.IsLost));
        Assert.False(_lifetime.IsStopping);
    }

    [Fact]
    public void The_timings_of_the_membership_follow_the_one_setting()
    {
        var membership = new ClusterMembershipOptions();
        MembershipTuning.Apply(membership, TimeSpan.FromSeconds(2));
        Assert.Equal(
            (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8)),
            (membership.MinProbeTimeout, membership.ProbeTimeout, membership.MaxProbeTimeout));
    }

    /// <summary>A table that holds the row of the silo, or not, or does not answer.</summary>
    public class OneRow : DispatchProxy
    {
        public SiloStatus? Status { get; set; }

        public Exception? Failure { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (Failure is not null)
            {
                return Task.FromException<MembershipTableData>(Failure);
            }

            var version = new TableVersion(1, "1");
            var entry = new MembershipEntry { SiloAddress = Address, Status = Status ?? SiloStatus.None };
            return Task.FromResult(Status is null
                ? new MembershipTableData(version)
                : new MembershipTableData(Tuple.Create(entry, "1"), version));
        }
    }

    private sealed class LocalSilo : ILocalSiloDetails
    {
        public string Name => "silo";

        public string ClusterId => "hybrid";

        public string DnsHostName => "localhost";

        public SiloAddress SiloAddress => Address;

        public SiloAddress GatewayAddress => Address;
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public bool IsStopping { get; private set; }

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => IsStopping = true;
    }
}
