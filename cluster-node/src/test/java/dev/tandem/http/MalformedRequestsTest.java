package dev.tandem.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.junit.jupiter.api.Test;

class MalformedRequestsTest {

    @Test
    void whatCannotBeReadIsNeverOurFault() {
        assertThat(answered(501)).isEqualTo(400);
        assertThat(answered(505)).isEqualTo(400);
        assertThat(answered(400)).isEqualTo(400);
        assertThat(answered(414)).isEqualTo(414);
    }

    private static int answered(int status) {
        return MalformedRequests.MODULE$
                .handle(StatusCode.int2StatusCode(status), new ErrorInfo("summary", "detail", ""), null, null)
                .status()
                .intValue();
    }
}
