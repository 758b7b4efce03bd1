using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>How a bot reaches the cluster. Read once, when the client is made.</summary>
public sealed class HybridClientOptions
{
    /// <summary>The silos to connect to, as <c>host:port</c>; the port is the silo's gateway port.</summary>
    /// <value>
    /// Empty, which means <c>127.0.0.1:30000</c>: the silo that runs on the same machine without configuration. Name
    /// several, and the client lives as long as one of them does. Empty where <see cref="RedisHost"/> is set, and not
    /// used when <see cref="ConfigureOrleans"/> brings a way of its own to find gateways.
    /// </value>
    public IList<string> Gateways { get; } = [];

    /// <summary>The Redis with the membership of the silos: the client follows those that come and go.</summary>
    /// <value>
    /// Null: the client talks to <see cref="Gateways"/>, of which there may then be some. On a host it is read from
    /// <c>REDIS_HOST</c>, as on a silo, when neither it nor a gateway is set.
    /// </value>
    public string? RedisHost { get; set; }

    /// <summary>The port of that Redis.</summary>
    /// <value>6379. From 1 to 65535. On a host <c>REDIS_PORT</c>, together with <c>REDIS_HOST</c>.</value>
    public int RedisPort { get; set; } = 6379;

    /// <summary>The database of that Redis in which the members are.</summary>
    /// <value>0. From 0 to 15. On a host <c>REDIS_DB</c>, together with <c>REDIS_HOST</c>.</value>
    public int RedisDatabase { get; set; }

    /// <summary>The password of that Redis. A secret.</summary>
    /// <value>Null for none. On a host <c>REDIS_PASSWORD</c>, together with <c>REDIS_HOST</c>.</value>
    public string? RedisPassword { get; set; }

    /// <summary>The cluster to talk to; a silo of another cluster refuses the connection.</summary>
    /// <value><c>hybrid</c>. Not empty.</value>
    public string ClusterId { get; set; } = ClusterDefaults.ClusterId;

    /// <summary>The service that the cluster runs.</summary>
    /// <value><c>hybrid</c>. Not empty.</value>
    public string ServiceId { get; set; } = ClusterDefaults.ServiceId;

    /// <summary>
    /// The longest time until a call is answered; then a read is unavailable and a write's outcome unknown.
    /// </summary>
    /// <value>10 seconds. From 100 milliseconds to 5 minutes.</value>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time that the first connection may take, for those who wait for it.</summary>
    /// <value>30 seconds. From 100 milliseconds to 1 hour.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call is repeated that is known to have done nothing.</summary>
    /// <value>
    /// 3. From 0 to 20. Reads, and writes that the store refused unwritten; never a write whose outcome is unknown.
    /// </value>
    public int RetriesMax { get; set; } = 3;

    /// <summary>
    /// The pause before the first repetition of a call or a connection; it doubles each time, give or take a fifth.
    /// </summary>
    /// <value>100 milliseconds. From 1 millisecond to 1 minute, and at most <see cref="RetryPauseMax"/>.</value>
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause between repetitions.</summary>
    /// <value>2 seconds. From 1 millisecond to 5 minutes.</value>
    public TimeSpan RetryPauseMax { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Of how many profiles, and of how many configurations, the newest seen revision is remembered, so that
    /// reads never go back.</summary>
    /// <value>
    /// 100,000 (about 10 MB when full). From 0 to 10,000,000. Those used last are kept; of a forgotten one the
    /// client takes what the cluster answers.
    /// </value>
    public int RememberedProfilesMax { get; set; } = 100_000;

    /// <summary>How many logged events may wait for their answer; above it, a call waits for its turn.</summary>
    /// <value>10,000. From 1 to 1,000,000. An event takes 0.5 KB, and at most 60 KB.</value>
    public int PendingEventsMax { get; set; } = 10_000;

    /// <summary>Changes the Orleans client itself: TLS, telemetry, other membership. Null in simple use.</summary>
    /// <value>Null. Runs last, so that it can replace what was set up before.</value>
    public Action<IClientBuilder>? ConfigureOrleans { get; set; }
}
