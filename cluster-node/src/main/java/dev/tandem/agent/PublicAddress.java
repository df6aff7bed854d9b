package dev.tandem.agent;

import static io.netty.handler.ipfilter.IpFilterRuleType.REJECT;

import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/** Tells addresses of the open internet from all others (IANA special-purpose registries, RFC 6890 and its updates). */
final class PublicAddress {

    private static final List<IpSubnetFilterRule> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    // These carry an IPv4 address inside, or are reserved, within the global unicast range.
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(PublicAddress::rule)
            .toList();

    private static final IpSubnetFilterRule GLOBAL_UNICAST = rule("2000::/3");

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        if (address instanceof Inet6Address && !GLOBAL_UNICAST.matches(socket)) {
            return false;
        }
        return NOT_PUBLIC.stream().noneMatch(rule -> rule.matches(socket));
    }

    private static IpSubnetFilterRule rule(String cidr) {
        int slash = cidr.indexOf('/');
        return new IpSubnetFilterRule(cidr.substring(0, slash), Integer.parseInt(cidr.substring(slash + 1)), REJECT);
    }
}
